/** What a booking's events mean to its owner. */
import type { Booking } from '@/api/types'
import { type Key, t } from '@/i18n'

type Event = NonNullable<Booking['events']>[number]

// The server's reasons that an owner is told; others only matter to the desk.
const TOLD = ['rescheduled', 'dropped', 'accepted', 'refused', 'account_closed'] as const

/** A line under an event, or nothing. */
export function noteOf(event: Event, booking: Booking): string {
  if (event.to === 'cancelled' && booking.cancel_reason) return booking.cancel_reason
  const told = TOLD.find((why) => why === event.why)
  return told ? t(`why.${told}` as Key) : ''
}
