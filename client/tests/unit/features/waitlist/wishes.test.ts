import { expect, it } from 'vitest'
import type { Day } from '@/api/types'
import { isLive, waitable, windowInWords, wishFor } from '@/features/waitlist/wishes'

const day = (...left: number[]): Day => ({
  date: '2026-11-23',
  state: 'open',
  starts: left.map((places_left, at) => ({
    slot_id: at + 1,
    starts_at: `2026-11-23T0${at + 1}:00:00Z`,
    ends_at: `2026-11-23T0${at + 2}:00:00Z`,
    places_left,
  })),
})

it('on a day with free times only the full ones can be waited for', () => {
  expect(waitable(day(0, 2)).map(({ label }) => label)).toEqual(['09:00'])
})

it('a full day can be waited for as a whole', () => {
  expect(waitable(day(0, 0)).map(({ label }) => label)).toEqual(['当天任意时间', '09:00', '10:00'])
  expect(waitable(day())).toEqual([])
  expect(waitable(undefined)).toEqual([])
})

it('a wish names a slot or the day', () => {
  expect(wishFor(day(0), '1', 7)).toEqual({ service_id: 7, slot_id: 1 })
  expect(wishFor(day(0), 'day', 7)).toEqual({
    service_id: 7,
    first_date: '2026-11-23',
    last_date: '2026-11-23',
  })
})

it('what is waited for is told as a time, a day or days', () => {
  const window = (starts_from: string, starts_before: string) =>
    windowInWords({ starts_from, starts_before })

  expect(window('2026-11-23T01:00:00Z', '2026-11-23T01:30:00Z')).toBe('11月23日 周一 09:00–09:30')
  expect(window('2026-11-22T16:00:00Z', '2026-11-23T16:00:00Z')).toBe('11月23日 周一 当天任意时间')
  expect(window('2026-11-22T16:00:00Z', '2026-11-24T16:00:00Z')).toBe(
    '11月23日 周一 – 11月24日 周二',
  )
})

it('what is offered still counts as waiting', () => {
  expect(
    (['waiting', 'offered', 'taken', 'lapsed', 'left'] as const).map((state) => isLive({ state })),
  ).toEqual([true, true, false, false, false])
})
