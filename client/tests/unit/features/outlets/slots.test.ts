import { expect, it } from 'vitest'
import type { Day } from '@/api/types'
import {
  afternoon,
  alternativesIn,
  bestDay,
  dayOffers,
  freePlaces,
  howFull,
  morning,
  startOf,
} from '@/features/outlets/slots'

function day(date: string, places: Record<string, number>): Day {
  const starts = Object.entries(places).map(([clock, places_left], at) => ({
    slot_id: at + 1,
    starts_at: `${date}T${clock}:00+08:00`,
    ends_at: `${date}T${clock}:30+08:00`,
    places_left,
  }))
  return { date, state: 'open', starts }
}

const full = day('2026-11-23', { '09:00': 0 })
const free = day('2026-11-24', { '09:00': 1, '11:59': 0, '12:00': 2 })

it('a day is as full as its times are taken', () => {
  expect(howFull(full)).toBe(1)
  expect(howFull(free)).toBeCloseTo(1 / 3)
  expect(howFull(day('2026-11-25', {}))).toBe(1)
})

it('the first day with room is offered, or the wanted one when it has room', () => {
  expect(bestDay([full, free])).toBe('2026-11-24')
  expect(bestDay([full, free], '2026-11-23')).toBe('2026-11-24')
  expect(bestDay([full])).toBe('2026-11-23')
  expect(bestDay([])).toBe('')
  expect(freePlaces(free)).toBe(2)
})

it('a day without times says why', () => {
  const bare = (state: Day['state']) => dayOffers({ date: '2026-11-23', state, starts: [] })

  expect(['over', 'too_soon', 'closed'].map((state) => bare(state as Day['state']))).toEqual([
    '今日已结束',
    '需提前预约',
    '不营业',
  ])
  expect([dayOffers(full), dayOffers(free)]).toEqual(['已满', '2 个时段'])
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
