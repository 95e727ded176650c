/** What a booking's events mean to its owner. */
import type { Booking } from '@/api/types'
import { known, t } from '@/i18n'
import { fullDate } from '@/i18n/dates'

// An owner's reason needs no code beside it; an outlet's code says more than its reason alone.
const ITS_OWNER_DID = ['cancelled', 'dropped']

export type Event = NonNullable<Booking['events']>[number]

/** What happened: a move of the booking, or a change of its time within the same state. */
export function titleOf({ from, to, why }: Event): string {
  if (to === 'held' && from !== to) return t('booking.was_held')
  return (from === to && inWords(why)) || known(`state.${to}`)
}

/** The line under it, or nothing. */
export function noteOf(event: Event, booking: Booking): string {
  if (event.from === event.to) return changeOf(event)
  const reason = event.to === 'cancelled' ? booking.cancel_reason : ''
  if (!reason) return inWords(event.why)
  return joined(ITS_OWNER_DID.includes(event.why) ? '' : inWords(event.why), reason)
}

function changeOf({ why, details }: Event): string {
  const { from, service_from: service, reason } = details as Record<string, string | undefined>
  const before = service ? t('why.swapped_from', { service }) : movedFrom(why, from)
  return joined(before, inWords(reason ?? ''))
}

function movedFrom(why: string, from?: string): string {
  return why === 'rescheduled' && from ? t('why.moved_from', { time: fullDate(from) }) : ''
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(' · ')
}

function inWords(why: string): string {
  return known(`why.${why}`)
}
