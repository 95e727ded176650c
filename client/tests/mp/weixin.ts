/** A stand-in for WeChat: its storage, router, chooser and telephone, and a network that is real HTTP. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

type Options = Record<string, never> & {
  url: string
  data?: unknown
  method?: string
  header?: Record<string, string>
  filePath?: string
  name?: string
  formData?: Record<string, string>
  success?: (answer: unknown) => void
  fail?: (error: unknown) => void
  complete?: () => void
}

export interface Router {
  open(url: string, how: 'push' | 'replace' | 'restart'): Promise<void>
  back(): Promise<void>
}

/** The sources name this origin; here it stands for the server under test. */
const NAMED_ORIGIN = 'https://voltbay.invalid'

const BOUNDARY = 'part-of-a-test'

export function fakeWeixin(server: string, router: Router) {
  const storage = new Map<string, unknown>()
  const called: string[] = []
  const photos: string[] = []
  let cut = false
  let light = 200
  let answer: 'accept' | 'reject' | 'off' = 'accept'
  let camera = true

  const here = (url: string) => url.replace(NAMED_ORIGIN, server)
  const settle = (options: Options, work: Promise<unknown>) => {
    work
      .then((answer) => options.success?.(answer))
      .catch((error: unknown) => options.fail?.({ errMsg: String(error) }))
      .finally(() => options.complete?.())
    return { abort: () => undefined, onProgressUpdate: () => undefined }
  }

  async function request(options: Options) {
    if (cut) throw new Error('request:fail')
    const { url, method = 'GET', header = {}, data } = options
    if (!['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].includes(method))
      throw new Error(`wx.request knows no ${method}`)
    const body = data === undefined || method === 'GET' ? undefined : JSON.stringify(data)
    return answered(await fetch(here(url), { method, headers: header, body }))
  }

  async function upload(options: Options) {
    if (cut) throw new Error('uploadFile:fail')
    const { header, formData = {}, filePath = '', name = 'file' } = options
    const answer = await fetch(here(options.url), {
      method: 'POST',
      headers: { ...header, 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: multipart(formData, name, filePath),
    })
    return { statusCode: answer.status, data: await answer.text() }
  }

  /** Take the photo that lies ready; tell why there is none. */
  function shoot(options: Options): [string, number] | [] {
    const path = camera ? photos.shift() : undefined
    if (path) return [path, readFileSync(path).length]
    options.fail?.(
      camera ? { errMsg: 'fail cancel' } : { errMsg: 'fail privacy permission', errno: 104 },
    )
    return []
  }

  const wx = {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    getSystemInfoSync: () => ({ language: 'zh_CN', platform: 'ios', SDKVersion: '3.6.0' }),
    getAppBaseInfo: () => ({ language: 'zh_CN', SDKVersion: '3.6.0' }),
    getDeviceInfo: () => ({ platform: 'ios' }),
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, safeArea: {} }),
    getSystemSetting: () => ({}),
    getAppAuthorizeSetting: () => ({}),
    getLaunchOptionsSync: () => ({ query: {} }),
    getEnterOptionsSync: () => ({ query: {} }),
    getAccountInfoSync: () => ({ miniProgram: { appId: '' } }),
    canIUse: () => true,
    onAppShow: () => undefined,
    onAppHide: () => undefined,
    onError: () => undefined,
    onUnhandledRejection: () => undefined,
    onPageNotFound: () => undefined,
    onThemeChange: () => undefined,
    setNavigationBarTitle: (options: Options & { title: string }) => {
      called.push(`title ${options.title}`)
      options.success?.({})
    },
    pageScrollTo: (options: Options) => options.success?.({}),
    makePhoneCall: (options: Options & { phoneNumber: string }) => {
      called.push(`call ${options.phoneNumber}`)
      options.success?.({})
    },
    openLocation: (options: Options & { name: string }) => {
      called.push(`map ${options.name}`)
      options.success?.({})
    },
    addPhoneCalendar: (options: Options & { title: string }) => {
      called.push(`calendar ${options.title}`)
      options.success?.({})
    },
    login: (options: Options) => options.success?.({ code: 'who' }),
    getLocation: (options: Options) =>
      options.success?.({ longitude: 116.397591, latitude: 39.908726 }),
    request: (options: Options) => settle(options, request(options)),
    uploadFile: (options: Options) => settle(options, upload(options)),
    requestSubscribeMessage: (options: Options & { tmplIds: string[] }) => {
      called.push(`ask ${options.tmplIds.join()}`)
      if (answer === 'off') return options.fail?.({ errCode: 20004 })
      options.success?.(Object.fromEntries(options.tmplIds.map((id) => [id, answer])))
    },
    createOffscreenCanvas: () => canvas(light),
    chooseMedia: (options: Options) => {
      const [path, size] = shoot(options)
      if (path) options.success?.({ tempFiles: [{ tempFilePath: path, size, fileType: 'image' }] })
    },
    chooseImage: (options: Options) => {
      const [path, size] = shoot(options)
      if (path) options.success?.({ tempFilePaths: [path], tempFiles: [{ path, size }] })
    },
    getFileSystemManager: () => ({
      readFileSync: (path: string, _: unknown, at: number, length: number) => {
        const bytes = readFileSync(path).subarray(at, at + length)
        return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
      },
    }),
    getImageInfo: (options: Options) => options.success?.({ width: 1600, height: 1100 }),
    compressImage: (options: Options & { src: string }) =>
      options.success?.({ tempFilePath: options.src }),
    navigateTo: (options: Options) => settle(options, router.open(options.url, 'push')),
    redirectTo: (options: Options) => settle(options, router.open(options.url, 'replace')),
    reLaunch: (options: Options) => settle(options, router.open(options.url, 'restart')),
    navigateBack: (options: Options) => settle(options ?? ({} as Options), router.back()),
  }

  return {
    wx,
    storage,
    called,
    /** What the owner will photograph next. */
    photograph: (path: string) => photos.push(path),
    /** The owner puts the camera away. */
    photographed: () => photos.splice(0),
    cutNetwork: (now: boolean) => (cut = now),
    /** How bright its photos are, 0 to 255. */
    lightUp: (now: number) => (light = now),
    /** What the owner says when asked for messages. */
    willSay: (now: typeof answer) => (answer = now),
    /** Whether WeChat may open the camera. */
    allowCamera: (now: boolean) => (camera = now),
  }
}

/** A picture of so much light in strong stripes, as its pixels are asked for. */
function canvas(light: number) {
  const pixels = (_: number, __: number, width: number, height: number) => {
    const data = new Uint8ClampedArray(width * height * 4)
    for (let i = 0; i < data.length; i += 4) data.fill(i % 16 < 8 ? light : light / 2, i, i + 4)
    return { data }
  }
  const createImage = () => {
    const image = {
      onload: () => undefined,
      set src(_: string) {
        setTimeout(() => image.onload())
      },
    }
    return image
  }
  return { createImage, getContext: () => ({ drawImage: () => undefined, getImageData: pixels }) }
}

/** A form by hand: jsdom's FormData is not the one that Node's fetch understands. */
function multipart(entries: Record<string, string>, name: string, path: string): Uint8Array {
  const part = (head: string) =>
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}`)
  const end = Buffer.from('\r\n')
  const texts = Object.entries(entries).flatMap(([entry, value]) => [
    part(`name="${entry}"\r\n\r\n${value}`),
    end,
  ])
  const head = `name="${name}"; filename="${basename(path)}"\r\nContent-Type: image/jpeg\r\n\r\n`
  return Buffer.concat([
    ...texts,
    part(head),
    readFileSync(path),
    end,
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ])
}

async function answered(answer: Response) {
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return {
    statusCode: answer.status,
    data: isJson && text ? JSON.parse(text) : text,
    header: { Date: answer.headers.get('date') ?? '' },
  }
}
