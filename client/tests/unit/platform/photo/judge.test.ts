import { describe, expect, it } from 'vitest'
import {
  checkFile,
  checkSides,
  doubtAbout,
  kindOf,
  look,
  MAX_RAW_BYTES,
  shrunk,
} from '@/platform/photo/judge'

const bytes = (...codes: number[]) => new Uint8Array([...codes, ...new Array(16).fill(0)])
const text = (words: string) => new Uint8Array([...words].map((letter) => letter.charCodeAt(0)))

describe('a photo file', () => {
  it('is known by its first bytes, whatever its name', () => {
    expect(kindOf(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('jpeg')
    expect(kindOf(bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe('png')
    expect(kindOf(text('RIFF1234WEBPVP8 '))).toBe('webp')
    expect(kindOf(text('1234ftypheic....'))).toBe('heic')
    expect(kindOf(text('GIF89a..........'))).toBeNull()
    expect(kindOf(text('just some text..'))).toBeNull()
  })

  it('is refused when empty, of another kind or too big', () => {
    expect(checkFile(new Uint8Array(), 0)).toBe('photo.empty')
    expect(checkFile(text('just some text..'), 16)).toBe('photo.kind')
    expect(checkFile(bytes(0xff, 0xd8, 0xff), MAX_RAW_BYTES + 1)).toBe('photo.big')
    expect(checkFile(bytes(0xff, 0xd8, 0xff), 1000)).toBeNull()
  })

  it('is shrunk to what recognition needs, never enlarged', () => {
    expect(shrunk(5120, 3840)).toEqual({ width: 2560, height: 1920 })
    expect(shrunk(3000, 4000)).toEqual({ width: 1920, height: 2560 })
    expect(shrunk(800, 600)).toEqual({ width: 800, height: 600 })
    expect(checkSides(4000, 300)).toBe('photo.small')
    expect(checkSides(640, 480)).toBeNull()
  })
})

function picture(shade: (x: number, y: number) => number, side = 64): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(side * side * 4)
  for (let at = 0; at < side * side; at += 1) {
    pixels.fill(shade(at % side, Math.floor(at / side)), at * 4, at * 4 + 3)
  }
  return pixels
}

describe('a glance at the picture', () => {
  const stripes = (x: number) => (x % 8 < 4 ? 230 : 40)

  it('lets a clear one pass', () => {
    expect(doubtAbout(look(picture(stripes), 64))).toBeNull()
  })

  it('doubts a dark one and a smooth one', () => {
    expect(
      doubtAbout(
        look(
          picture((x) => stripes(x) / 8),
          64,
        ),
      ),
    ).toBe('photo.dark')
    expect(
      doubtAbout(
        look(
          picture((x) => 100 + x),
          64,
        ),
      ),
    ).toBe('photo.blurred')
  })
})
