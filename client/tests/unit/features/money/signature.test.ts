/** Strokes of a finger, in units of the box, within what the server takes. */
import { expect, it } from 'vitest'
import { begin, isSigned, lengthen, type Strokes } from '@/features/money/signature'

it('a line is kept in whole units inside the box, without points that nobody sees', () => {
  let strokes = begin([], [-3.2, 20.4])
  strokes = lengthen(strokes, [1, 21])
  strokes = lengthen(strokes, [1200, 380.6])

  expect(strokes).toEqual([
    [
      [0, 20],
      [1000, 381],
    ],
  ])
})

it('a tap or a slip is no signature, two strokes are', () => {
  const tap = begin([], [10, 10])
  expect(isSigned([])).toBe(false)
  expect(isSigned(lengthen(tap, [60, 10]))).toBe(false)
  expect(isSigned(lengthen(begin(lengthen(tap, [90, 10]), [10, 90]), [90, 90]))).toBe(true)
})

it('whoever scribbles on and on still sends what the server takes', () => {
  let strokes: Strokes = []
  for (let n = 0; n < 200; n += 1) {
    strokes = begin(strokes, [0, 0])
    for (let m = 0; m < 30; m += 1) strokes = lengthen(strokes, [m % 2 ? 0 : 900, 10])
  }

  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0)
  expect(strokes.length).toBeLessThanOrEqual(160)
  expect(points).toBeLessThanOrEqual(3000)
})
