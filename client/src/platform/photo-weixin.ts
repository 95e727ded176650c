/** Photos in WeChat: its own chooser and compressor. */
import { checkFile, checkSides, MAX_BYTES, shrunk } from '@/flow/photo'
import type { Prepared, RawPhoto } from './photo'

/** Let the owner take or choose one photo; nothing when the owner gives up. */
export function choose(): Promise<RawPhoto | null> {
  return new Promise((resolve) => {
    uni.chooseMedia({
      count: 1,
      mediaType: ['image'],
      sourceType: ['camera', 'album'],
      sizeType: ['original'],
      camera: 'back',
      success: ({ tempFiles }) => {
        const chosen = tempFiles[0]
        resolve(chosen ? { path: chosen.tempFilePath, bytes: chosen.size } : null)
      },
      fail: () => resolve(null),
    })
  })
}

export async function prepare({ path, bytes }: RawPhoto): Promise<Prepared> {
  const head = firstBytes(path)
  const wrong = checkFile(head, bytes)
  if (wrong) return { wrong }
  const sides = await sidesOf(path)
  const small = sides && checkSides(sides.width, sides.height)
  if (small) return { wrong: small }
  return ready(await compressed(path, sides), bytes)
}

function ready(path: string, bytes: number): Prepared {
  return bytes > MAX_BYTES * 4 ? { wrong: 'photo.big' } : { path, look: null }
}

function firstBytes(path: string): Uint8Array {
  const found = uni.getFileSystemManager().readFileSync(path, undefined, 0, 16)
  return new Uint8Array(found as ArrayBuffer)
}

function sidesOf(path: string): Promise<{ width: number; height: number } | null> {
  return new Promise((resolve) => {
    uni.getImageInfo({ src: path, success: resolve, fail: () => resolve(null) })
  })
}

function compressed(
  path: string,
  sides: { width: number; height: number } | null,
): Promise<string> {
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
