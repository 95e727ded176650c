/** A stand-in for the `uni` global: storage in memory and a network that answers as told. */
import { vi } from 'vitest'

export interface Asked {
  url: string
  method: string
  data: unknown
  header: Record<string, string>
  formData?: Record<string, unknown> // of an upload
}

type Answer = { statusCode: number; data: unknown; header: Record<string, string> } | 'cut'

export function stubUni() {
  const storage = new Map<string, unknown>()
  const asked: Asked[] = []
  const answers: Answer[] = []

  function reply(options: UniApp.RequestOptions | UniApp.UploadFileOption) {
    const { url, header } = options
    const { method = 'POST', data = null } = options as UniApp.RequestOptions
    const { formData } = options as UniApp.UploadFileOption
    asked.push({ url, method, data, header: header as Record<string, string>, formData })
    const answer = answers.shift() ?? 'cut'
    if (answer === 'cut') options.fail?.({ errMsg: 'request:fail' })
    else options.success?.(answer as never)
    return {
      onProgressUpdate: (hear: (at: { progress: number }) => void) => hear({ progress: 40 }),
    }
  }

  vi.stubGlobal('uni', {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => storage.set(key, value),
    removeStorageSync: (key: string) => storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    request: reply,
    uploadFile: reply,
  })
  const pages: object[] = [{}]
  vi.stubGlobal('getCurrentPages', () => [...pages])
  vi.stubGlobal('document', { cookie: 'csrftoken=a%3Db; other=1', documentElement: {} })

  return {
    storage,
    asked,
    answer: (statusCode: number, data: unknown = '', header: Record<string, string> = {}) =>
      answers.push({ statusCode, data, header }),
    cut: () => answers.push('cut'),
    leave: () => pages.splice(0, 1, {}),
  }
}
