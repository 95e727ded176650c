/** Photos in a browser: a file input, decoded and shrunk by a canvas. */
import {
  checkFile,
  checkSides,
  kindOf,
  LOOK_SIDE,
  look,
  type Look,
  MAX_BYTES,
  shrunk,
  type Sides,
} from './judge'
import type { Prepared, RawPhoto } from './types'

export function fromInput(event: Event): RawPhoto | null {
  const input = event.target as HTMLInputElement
  const file = input.files?.[0]
  input.value = '' // the same file may be chosen again after a mistake
  return file ? { path: '', bytes: file.size, file } : null
}

export async function prepare({ file }: RawPhoto): Promise<Prepared> {
  if (!file) return { wrong: 'photo.unreadable' }
  const head = await firstBytes(file)
  const wrong = checkFile(head, file.size)
  if (wrong) return { wrong }
  const picture = await decoded(file)
  if (picture) return shrink(picture)
  // Not every browser opens HEIC; the server does.
  const whole = kindOf(head) === 'heic' && file.size <= MAX_BYTES
  return whole ? { path: URL.createObjectURL(file), look: null } : { wrong: 'photo.unreadable' }
}

async function firstBytes(file: File): Promise<Uint8Array> {
  return new Uint8Array(await new Response(file.slice(0, 16)).arrayBuffer())
}

async function decoded(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return null
  }
}

async function shrink(picture: ImageBitmap): Promise<Prepared> {
  const wrong = checkSides(picture.width, picture.height)
  if (wrong) return { wrong }
  const canvas = drawn(picture, shrunk(picture.width, picture.height))
  const seen = lookAt(picture)
  picture.close()
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
  if (!small) return { wrong: 'photo.unreadable' }
  return { path: URL.createObjectURL(small), look: seen }
}

function drawn(picture: ImageBitmap, { width, height }: Sides) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: width <= LOOK_SIDE })
  context?.drawImage(picture, 0, 0, width, height)
  return canvas
}

function lookAt(picture: ImageBitmap): Look | null {
  const factor = Math.min(1, LOOK_SIDE / Math.max(picture.width, picture.height))
  const width = Math.round(picture.width * factor)
  const height = Math.round(picture.height * factor)
  const context = drawn(picture, { width, height }).getContext('2d')
  return context ? look(context.getImageData(0, 0, width, height).data, width) : null
}

export function release(path: string): void {
  if (path.startsWith('blob:')) URL.revokeObjectURL(path)
}
