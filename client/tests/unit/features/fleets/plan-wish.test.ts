import { expect, it } from 'vitest'
import type { FleetCar } from '@/api/types'
import { type Entries, matching, stillFree, wishOf, wrongIn } from '@/features/fleets/plan-wish'

const ENTRIES: Entries = {
  service: '7',
  first: '2026-04-02',
  days: '5',
  which: 'first',
  count: '12',
  most: '',
}
const car = (id: string, plate: string, booked = false): FleetCar => ({
  id,
  plate,
  vin: '',
  model: '比亚迪',
  licence_owner: '沪新',
  booked,
})
const CARS = [car('a', '沪AD20037'), car('b', '沪AD20074', true), car('c', '沪AD20111')]

it('asks for the first so many, or for those that were ticked', () => {
  expect(wishOf(ENTRIES, ['a'])).toEqual({
    service_id: 7,
    first_day: '2026-04-02',
    days: 5,
    count: 12,
  })
  expect(wishOf({ ...ENTRIES, which: 'chosen', most: '3' }, ['c', 'a'])).toEqual({
    service_id: 7,
    first_day: '2026-04-02',
    days: 5,
    vehicles: ['c', 'a'],
    most_a_day: 3,
  })
})

it.each([
  [{ count: '0' }, [], 'check.cars'],
  [{ count: '61' }, [], 'check.cars'],
  [{ count: '1.5' }, [], 'check.cars'],
  [{ which: 'chosen' as const }, [], 'check.cars_none'],
  [{ which: 'chosen' as const }, Array<string>(61).fill('a'), 'check.cars_many'],
  [{ which: 'chosen' as const, count: '' }, ['a'], null],
  [{}, [], null],
])('%o with %o is %s', (more, chosen, verdict) => {
  expect(wrongIn({ ...ENTRIES, ...more }, chosen)).toBe(verdict)
})

it('what was booked meanwhile, or left the list, is no longer chosen', () => {
  expect(stillFree(['c', 'b', 'gone'], CARS)).toEqual(['c'])
})

it('finds a car by what somebody remembers of its plate', () => {
  expect(matching(CARS, 'd 201').map(({ id }) => id)).toEqual(['c'])
  expect(matching(CARS, '')).toHaveLength(3)
})
