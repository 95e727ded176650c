/** The last booking that stood, kept on the device: its code, time and place are needed where there is no network. */
import { serverNow } from '@/api/clock'
import type { Booking } from '@/api/types'
import { store, stored, unstore } from '@/platform/storage'

const KEPT = 'voltbay.booking'
const AT_DOOR = ['confirmed', 'in_review', 'checked_in', 'removing']

/** What a desk needs to know, and nothing of the owner and the car. */
export interface KeptBooking {
  code: string
  starts_at: string
  ends_at: string
  service: string
  outlet: { name: string; address: string; phone: string }
  qr: string // the picture, SVG
  at: number
}

/** Keep it, or forget it once it is over. */
export function keepBooking(booking: Booking, qr: string): void {
  if (!AT_DOOR.includes(booking.state)) return forgetKept(booking.code)
  const { code, starts_at, ends_at, service, outlet } = booking
  const { name, address, phone } = outlet
  const kept: KeptBooking = {
    ...{ code, starts_at, ends_at, qr, service: service.name },
    outlet: { name, address, phone },
    at: serverNow(),
  }
  store(KEPT, kept)
}

export function keptBooking(code = ''): KeptBooking | null {
  const kept = stored(KEPT) as KeptBooking | ''
  return kept && (!code || kept.code === code) ? kept : null
}

/** Of one booking, or of any when nobody is signed in any more. */
export function forgetKept(code = ''): void {
  if (keptBooking(code)) unstore(KEPT)
}
