/** Taking the same time once more after a hold has lapsed. */
import * as bookings from '@/api/bookings'
import { serverNow } from '@/api/clock'
import { newKey } from '@/api/key'
import * as places from '@/api/places'
import type { Booking } from '@/api/types'
import { dateOf } from '@/i18n/dates'
import { restoreTriage, triage } from '@/state/triage'
import { left } from './hold'

const SURE_SECONDS = 2 // the server's clock is known to half a second, and what ends now is of no use

/**
 * The same hold with the end that the server knows now: it goes on while photos wait to be read. Null when it is over
 * or nobody could be asked.
 */
export async function holdThatGoesOn(held: Booking): Promise<Booking | null> {
  try {
    const current = await bookings.booking(held.code)
    return isHeld(current) ? current : null
  } catch {
    return null
  }
}

/**
 * A new booking for the same outlet, service and time, with the same answers about the car; null when nothing
 * is left of it. Raises Refused as a first hold does.
 */
export async function holdAgain(lapsed: Booking): Promise<Booking | null> {
  const current = await bookings.booking(lapsed.code)
  if (isHeld(current)) return current
  const { outlet, service, starts_at: at } = lapsed
  const [day] = await places.days(outlet.id, service.id, dateOf(at), 1)
  const same = day?.starts.find((start) => Date.parse(start.starts_at) === Date.parse(at))
  if (!same?.places_left) return null
  restoreTriage() // of this visit, perhaps before the app was opened anew
  return bookings.hold(same.slot_id, service.id, newKey(), triage.value)
}

function isHeld({ state, held_until: until }: Booking): boolean {
  return state === 'held' && left(until, serverNow()).seconds > SURE_SECONDS
}
