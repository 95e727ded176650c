/** What is entered to plan many cars: judged before it is sent, and sent as the server takes it. */
import type { FleetCar, PlanWish } from '@/api/types'
import type { Key } from '@/i18n'

export const LARGEST_BLOCK = 60 // the server's limit

export interface Entries {
  service: string
  first: string
  days: string
  which: 'first' | 'chosen'
  count: string
  most: string
}

/** Only cars that are still free count: some may have been booked since they were ticked. */
export function stillFree(chosen: readonly string[], cars: readonly FleetCar[]): string[] {
  const wanted = new Set(chosen)
  return cars.filter((car) => !car.booked && wanted.has(car.id)).map(({ id }) => id)
}

export function wrongIn(entry: Entries, chosen: readonly string[]): Key | null {
  if (entry.which === 'chosen') {
    if (!chosen.length) return 'check.cars_none'
    return chosen.length > LARGEST_BLOCK ? 'check.cars_many' : null
  }
  const count = Number(entry.count)
  return Number.isInteger(count) && count >= 1 && count <= LARGEST_BLOCK ? null : 'check.cars'
}

export function wishOf(entry: Entries, chosen: readonly string[]): PlanWish {
  const most = Math.floor(Number(entry.most))
  return {
    service_id: Number(entry.service),
    first_day: entry.first,
    days: Number(entry.days),
    ...(entry.which === 'chosen' ? { vehicles: [...chosen] } : { count: Number(entry.count) }),
    ...(most >= 1 ? { most_a_day: Math.min(LARGEST_BLOCK, most) } : {}),
  }
}

/** The cars whose plate, model or licence's owner has these letters, in any case. */
export function matching(cars: readonly FleetCar[], words: string): FleetCar[] {
  const wanted = words.replace(/\s/g, '').toUpperCase()
  const says = (car: FleetCar) =>
    [car.plate, car.model, car.licence_owner].join(' ').toUpperCase().includes(wanted)
  return wanted ? cars.filter(says) : [...cars]
}
