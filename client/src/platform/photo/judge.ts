/** Judging a photo before it is sent: kind, size, light, sharpness. Nothing here touches the device. */
import type { Key } from '@/i18n'

export const MAX_BYTES = 10 * 1024 * 1024 // the server's limit
export const MAX_RAW_BYTES = 40 * 1024 * 1024 // more than any phone's photo; decoding larger ones can kill the page
const LONGEST_SIDE = 2560 // what recognition needs of a card that fills the frame
export const LOOK_SIDE = 512 // enough to see blur, and quick on an old phone
const SHORTEST_SIDE = 480

export interface Sides {
  width: number
  height: number
}

export type PhotoKind = 'jpeg' | 'png' | 'webp' | 'heic'

/** The kind by the first bytes: names lie. */
export function kindOf(head: Uint8Array): PhotoKind | null {
  const text = String.fromCharCode(...head.slice(0, 12))
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp'
  if (text.slice(4, 8) === 'ftyp' && /^(heic|heix|hevc|mif1|msf1|heim|heis)/.test(text.slice(8)))
    return 'heic'
  return null
}

export function checkFile(head: Uint8Array, bytes: number): Key | null {
  if (bytes === 0) return 'photo.empty'
  if (!kindOf(head)) return 'photo.kind'
  return bytes > MAX_RAW_BYTES ? 'photo.big' : null
}

export function checkSides(width: number, height: number): Key | null {
  return Math.min(width, height) < SHORTEST_SIDE ? 'photo.small' : null
}

/** Width and height with the longest side brought down to what recognition needs; never enlarged. */
export function shrunk(width: number, height: number): Sides {
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  return { width: Math.round(width * factor), height: Math.round(height * factor) }
}

export interface Look {
  /** Mean brightness, 0 black to 255 white. */
  light: number
  /** Variance of the Laplacian: how strong edges are. */
  sharpness: number
}

// Set low on purpose: a doubt costs the owner a tap, and the server judges again with better means.
const DARK = 40
const BLURRED = 8

export function doubtAbout({ light, sharpness }: Look): Key | null {
  if (light < DARK) return 'photo.dark'
  return sharpness < BLURRED ? 'photo.blurred' : null
}

/** Light and sharpness of RGBA pixels, as a canvas gives them. */
export function look(pixels: Uint8ClampedArray, width: number): Look {
  const grey = greys(pixels)
  return { light: mean(grey), sharpness: variance(edges(grey, width)) }
}

function greys(pixels: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(pixels.length / 4)
  for (let i = 0; i < grey.length; i += 1) {
    const p = i * 4
    grey[i] = 0.299 * pixels[p]! + 0.587 * pixels[p + 1]! + 0.114 * pixels[p + 2]!
  }
  return grey
}

function edges(grey: Float32Array, width: number): Float32Array {
  const found = new Float32Array(grey.length)
  for (let i = width; i < grey.length - width; i += 1) {
    if (i % width === 0 || i % width === width - 1) continue // no neighbour on one side
    found[i] = grey[i - 1]! + grey[i + 1]! + grey[i - width]! + grey[i + width]! - 4 * grey[i]!
  }
  return found
}

function mean(numbers: Float32Array): number {
  return numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length)
}

function variance(numbers: Float32Array): number {
  const middle = mean(numbers)
  return numbers.reduce((sum, n) => sum + (n - middle) ** 2, 0) / Math.max(1, numbers.length)
}
