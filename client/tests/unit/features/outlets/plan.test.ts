import { expect, it } from 'vitest'
import { plan, roundUp, type Spot, spread } from '@/features/outlets/plan'

const me = { longitude: 121.47, latitude: 31.23 }
const at = (id: string, longitude: number, latitude: number) => ({ id, longitude, latitude })

it('the nearest five stand around the owner, in their directions, within a round scale', () => {
  const outlets = [
    at('far', 121.47, 31.5),
    at('north', 121.47, 31.26),
    at('east', 121.51, 31.23),
    at('south', 121.47, 31.18),
    at('west', 121.41, 31.23),
    at('south-west', 121.43, 31.19),
  ]

  const { pins, metresOut, said } = plan(me, outlets)

  expect(pins.map(({ outlet, towards }) => [outlet.id, towards])).toEqual([
    ['north', 'n'],
    ['east', 'e'],
    ['south', 's'],
    ['west', 'w'],
    ['south-west', 'sw'],
  ])
  expect(metresOut).toBe(6000)
  for (const { left, top } of said)
    for (const { shown } of pins)
      expect(Math.hypot(left - shown.left, top - shown.top)).toBeGreaterThan(12)
  expect(pins[0]!.at.top).toBeLessThan(50)
  expect(pins[1]!.at.left).toBeGreaterThan(50)
})

it('an outlet in another province does not press the others into the middle', () => {
  const { pins, metresOut } = plan(me, [at('near', 121.5, 31.23), at('beijing', 116.4, 39.9)])

  expect(pins.map(({ outlet }) => outlet.id)).toEqual(['near'])
  expect(metresOut).toBe(4000)
  expect(plan(me, [at('beijing', 116.4, 39.9)]).pins).toHaveLength(1)
  expect(plan(me, []).pins).toEqual([])
})

it('a scale is a round number of kilometres', () => {
  const km = [0, 900, 1001, 2500, 4100, 7000, 9000, 12_000, 39_000, 1_100_000]
  expect(km.map((metres) => roundUp(metres) / 1000)).toEqual([1, 1, 2, 4, 6, 8, 10, 20, 40, 2000])
})

it('no number stands on another nor on the owner, even if all are at one place', () => {
  const pixels = 212 // the field on a phone of 320 px
  const cases: Spot[][] = [
    Array.from({ length: 5 }, () => ({ left: 50, top: 50 })),
    Array.from({ length: 5 }, () => ({ left: 96, top: 96 })),
    [0, 1, 2, 3, 4].map((n) => ({ left: 50 + n, top: 4 })),
  ]

  for (const spots of cases) {
    const all = [{ left: 50, top: 50 }, ...spread(spots)]
    all.forEach((one, n) => {
      expect(Math.min(one.left, one.top, 100 - one.left, 100 - one.top)).toBeGreaterThanOrEqual(4)
      for (const other of all.slice(0, n)) {
        const apart = Math.hypot(one.left - other.left, one.top - other.top)
        expect((apart * pixels) / 100).toBeGreaterThan(44)
      }
    })
  }
})
