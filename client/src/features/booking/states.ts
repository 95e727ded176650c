/** Bookings by what they mean to the owner. */
import type { Booking, BookingState } from '@/api/types'

const COMING: BookingState[] = ['held', 'in_review', 'confirmed', 'checked_in', 'removing']

export function isComing({ state }: Pick<Booking, 'state'>): boolean {
  return COMING.includes(state)
}

export type Tone = '' | 'tag--warn' | 'tag--quiet' | 'tag--error'

export function tone(state: BookingState): Tone {
  if (state === 'held' || state === 'in_review') return 'tag--warn'
  if (state === 'no_show' || state === 'left_open') return 'tag--error'
  return state === 'cancelled' || state === 'expired' ? 'tag--quiet' : ''
}

/** Coming ones by time, the nearest first; past ones the other way round. */
export function parted(all: Booking[]): { coming: Booking[]; past: Booking[] } {
  const at = (booking: Booking) => Date.parse(booking.starts_at)
  return {
    coming: all.filter(isComing).sort((a, b) => at(a) - at(b)),
    past: all.filter((one) => !isComing(one)).sort((a, b) => at(b) - at(a)),
  }
}
