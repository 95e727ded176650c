import { expect, it } from 'vitest'
import { square } from '@/features/outlets/positions'

it('outlets keep their directions on the square, and one alone stands in the middle', () => {
  const town = { longitude: 121.5, latitude: 31.2 }
  const east = { longitude: 121.6, latitude: 31.2 }
  const north = { longitude: 121.5, latitude: 31.25 }

  const { spots, metresWide } = square([town, east, north])

  expect(spots[1]!.left).toBeGreaterThan(spots[0]!.left)
  expect(spots[2]!.top).toBeLessThan(spots[0]!.top)
  for (const { left, top } of spots)
    expect(Math.max(left, 100 - left, top, 100 - top)).toBeLessThan(93)
  expect(metresWide).toBeGreaterThan(9500)
  expect(square([town]).spots).toEqual([{ left: 50, top: 50 }])
  expect(square([]).spots).toEqual([])
})
