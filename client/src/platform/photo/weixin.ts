/** Photos in WeChat: its own chooser and compressor. */
import { checkFile, checkSides, MAX_BYTES, shrunk, type Sides } from './judge'
import type { Prepared, RawPhoto } from './types'
import { lookAt } from './weixin-look'

/**
 * Let the owner take or choose one photo; nothing when the owner gives up.
 * Rejects when WeChat may not: without the permission, or without a yes to its privacy question.
 */
export function choose(): Promise<RawPhoto | null> {
  return typeof wx.chooseMedia === 'function' ? chooseMedia() : chooseImage()
}

const SOURCES: ('camera' | 'album')[] = ['camera', 'album']

function chooseMedia(): Promise<RawPhoto | null> {
  return new Promise((resolve, reject) => {
    uni.chooseMedia({
      count: 1,
      mediaType: ['image'],
      sourceType: SOURCES,
      sizeType: ['original'],
      camera: 'back',
      success: ({ tempFiles }) => {
        const chosen = tempFiles[0]
        resolve(chosen ? { path: chosen.tempFilePath, bytes: chosen.size } : null)
      },
      fail: (why: unknown) => (gaveUp(why) ? resolve(null) : reject(new Error('not allowed'))),
    })
  })
}

/** For a WeChat of before 2019. */
function chooseImage(): Promise<RawPhoto | null> {
  return new Promise((resolve, reject) => {
    uni.chooseImage({
      count: 1,
      sizeType: ['original'],
      sourceType: SOURCES,
      success: ({ tempFilePaths, tempFiles }) => {
        const [path] = [tempFilePaths].flat()
        const [file] = [tempFiles].flat()
        resolve(path ? { path, bytes: file?.size ?? 0 } : null)
      },
      fail: (why: unknown) => (gaveUp(why) ? resolve(null) : reject(new Error('not allowed'))),
    })
  })
}

function gaveUp(why: unknown): boolean {
  return /cancel/.test((why as { errMsg?: string } | undefined)?.errMsg ?? '')
}

export async function prepare({ path, bytes }: RawPhoto): Promise<Prepared> {
  const head = firstBytes(path)
  const wrong = head && checkFile(head, bytes)
  if (wrong) return { wrong }
  const sides = await sidesOf(path)
  const small = sides && checkSides(sides.width, sides.height)
  if (small) return { wrong: small }
  const sent = await compressed(path, sides)
  if (sent === path && bytes > MAX_BYTES) return { wrong: 'photo.big_here' }
  return { path: sent, look: await lookAt(sent, sides) }
}

/** Null where they cannot be read; the server looks again. */
function firstBytes(path: string): Uint8Array | null {
  try {
    const found = uni.getFileSystemManager().readFileSync(path, undefined, 0, 16)
    return typeof found === 'string' ? null : new Uint8Array(found)
  } catch {
    return null
  }
}

function sidesOf(path: string): Promise<Sides | null> {
  return new Promise((resolve) => {
    uni.getImageInfo({ src: path, success: resolve, fail: () => resolve(null) })
  })
}

function compressed(path: string, sides: Sides | null): Promise<string> {
  const size = sides ? shrunk(sides.width, sides.height) : null
  return new Promise((resolve) => {
    uni.compressImage({
      src: path,
      quality: 90,
      ...(size ? { compressedWidth: size.width, compressedHeight: size.height } : {}),
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail: () => resolve(path),
    })
  })
}
