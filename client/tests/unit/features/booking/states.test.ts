import { expect, it } from 'vitest'
import type { Booking } from '@/api/types'
import { parted } from '@/features/booking/states'

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
