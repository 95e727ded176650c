/** Holding a time, confirming it, and what may be done with it afterwards. */
import { shown } from '@/platform/credentials'
import { address, call } from './call'
import { known, neededAgreements } from './sign-in'
import type { BeginAnew, Booking, Confirmation, Day, Fit, List, SignedIn, Triage } from './types'

const at = (code: string, rest = '') => `/bookings/${encodeURIComponent(code)}${rest}`

/** Raises Refused `slot_full` with `alternatives`. Safe to repeat with the same key. */
export function hold(
  slotId: number,
  serviceId: number,
  key: string,
  triage?: Triage | null,
): Promise<Booking> {
  const body = { slot_id: slotId, service_id: serviceId, ...(triage ? { triage } : {}) }
  return call('POST', '/bookings', { body, headers: { 'Idempotency-Key': key } })
}

/** What I hold and have not booked yet. */
export function held(): Promise<List<Booking>> {
  return call('GET', '/bookings', { query: { state: 'held' } })
}

/** Safe to repeat with the same documents. */
export function confirm(code: string, confirmation: Confirmation): Promise<Booking> {
  return call('POST', at(code, '/confirm'), { body: confirmation, mayRepeat: true })
}

/** Whether the car of a recognised licence fits the booking's service, and which others do. */
export function fit(
  code: string,
  told: { vehicle_licence: string; fuel?: string; mass_kg?: string },
): Promise<Fit> {
  return call('GET', at(code, '/fit'), { query: told })
}

/** Take another service, at the booking's own time or at another; nothing entered is lost. */
export function swapService(code: string, serviceId: number, slotId?: number): Promise<Booking> {
  const body = { service_id: serviceId, ...(slotId ? { slot_id: slotId } : {}) }
  return call('POST', at(code, '/service'), { body })
}

/** Say that the number is new: a new account gets it, the hold and the documents. */
export async function beginAnew(
  code: string,
  answer: Pick<BeginAnew, 'question' | 'identity_card' | 'vehicle_licence' | 'code'>,
): Promise<SignedIn> {
  const agreements = await neededAgreements()
  const body = { ...answer, agreements, ...shown('attempt', 'device') }
  return known(await call<SignedIn>('POST', at(code, '/begin-anew'), { body }))
}

export function booking(code: string): Promise<Booking> {
  return call('GET', at(code))
}

export function bookings(cursor?: string): Promise<List<Booking>> {
  return call('GET', '/bookings', { query: { cursor } })
}

/** The days with every start that a booking could be moved to; its own place counts as free. */
export async function times(code: string, from: string, count: number): Promise<Day[]> {
  const query = { from, days: count }
  return (await call<{ days: Day[] }>('GET', at(code, '/times'), { query })).days
}

export function reschedule(code: string, slotId: number): Promise<Booking> {
  return call('POST', at(code, '/reschedule'), { body: { slot_id: slotId } })
}

/** Safe to repeat. */
export function cancel(code: string, reason: string): Promise<Booking> {
  return call('POST', at(code, '/cancel'), { body: { reason }, mayRepeat: true })
}

export function calendarAddress(code: string): string {
  return address(at(code, '/calendar.ics'))
}

export function qrPicture(code: string): Promise<string> {
  return call<string>('GET', at(code, '/qr.svg'))
}
