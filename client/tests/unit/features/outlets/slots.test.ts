import { expect, it } from 'vitest'
import type { Booking, Day } from '@/api/types'
import { pieces, rows } from '@/features/documents/fields'
import { afternoon, alternativesIn, bestDay, freePlaces, morning, startOf } from '@/features/outlets/slots'
import { parted } from '@/features/booking/states'
import { distance } from '@/features/outlets/distance'
import { metres, toGcj02 } from '@/platform/coordinates'
import { square } from '@/features/outlets/positions'

function day(date: string, places: Record<string, number>): Day {
  const starts = Object.entries(places).map(([clock, places_left], at) => ({
    slot_id: at + 1,
    starts_at: `${date}T${clock}:00+08:00`,
    ends_at: `${date}T${clock}:30+08:00`,
    places_left,
  }))
  return { date, starts }
}

const full = day('2026-11-23', { '09:00': 0 })
const free = day('2026-11-24', { '09:00': 1, '11:59': 0, '12:00': 2 })

it('the first day with room is offered, or the wanted one when it has room', () => {
  expect(bestDay([full, free])).toBe('2026-11-24')
  expect(bestDay([full, free], '2026-11-23')).toBe('2026-11-24')
  expect(bestDay([full])).toBe('2026-11-23')
  expect(bestDay([])).toBe('')
  expect(freePlaces(free)).toBe(2)
})

it('noon belongs to the afternoon', () => {
  expect(morning(free.starts)).toHaveLength(2)
  expect(afternoon(free.starts)).toHaveLength(1)
})

it('a start is found by its slot, and alternatives in a refusal', () => {
  expect(startOf([full, free], 3)?.places_left).toBe(2)
  expect(startOf([full], 3)).toBeNull()
  expect(alternativesIn({ alternatives: free.starts })).toHaveLength(3)
  expect(alternativesIn({})).toEqual([])
})

it('coming bookings stand nearest first, past ones latest first', () => {
  const at = (state: Booking['state'], starts_at: string) => ({ state, starts_at }) as Booking

  const { coming, past } = parted([
    at('cancelled', '2026-01-01T00:00Z'),
    at('confirmed', '2026-12-02T00:00Z'),
    at('held', '2026-12-01T00:00Z'),
    at('completed', '2026-02-01T00:00Z'),
  ])

  expect(coming.map(({ state }) => state)).toEqual(['held', 'confirmed'])
  expect(past.map(({ state }) => state)).toEqual(['completed', 'cancelled'])
})

it('doubtful characters are marked where they stand', () => {
  const field = { value: '比亚迪', confidence: 0.6, corrected: false }

  expect(pieces({ ...field, doubtful: [1, 2] })).toEqual([
    { text: '比', doubtful: false },
    { text: '亚迪', doubtful: true },
  ])
  expect(pieces({ ...field, doubtful: true })).toEqual([{ text: '比亚迪', doubtful: true }])
  const shown = rows('vehicle_licence', {
    vin: { ...field, doubtful: false },
    plate: { ...field, doubtful: false },
    colour: { ...field, doubtful: false },
  })
  expect(shown.map(({ name }) => name)).toEqual(['plate', 'vin'])
})

it('distances are said as people say them', () => {
  expect([null, 4, 424, 1234, 12345].map(distance)).toEqual([
    '',
    '10 m',
    '420 m',
    '1.2 km',
    '12 km',
  ])
})

it.each([
  [116.39135, 39.907325, 116.397591, 39.908726],
  [121.473667, 31.230525, 121.47819, 31.228583],
  [139.7, 35.68, 139.7, 35.68],
])('GPS %d, %d lies on Chinese maps at %d, %d', (longitude, latitude, east, north) => {
  const off = metres(toGcj02({ longitude, latitude }), { longitude: east, latitude: north })
  expect(off).toBeLessThan(1)
})

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
