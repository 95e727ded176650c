/** What a booking's events mean to its owner. */
import type { Booking } from '@/api/types'
import { type Key, t } from '@/i18n'
import { zhHans } from '@/i18n/zh-Hans'
import { fullDate } from '@/i18n/dates'

// An owner's reason needs no code beside it; an outlet's code says more than its reason alone.
const ITS_OWNER_DID = ['cancelled', 'dropped']

export type Event = NonNullable<Booking['events']>[number]

/** What happened: a move of the booking, or a change of its time within the same state. */
export function titleOf({ from, to, why }: Event): string {
  return (from === to && inWords(why)) || t(`state.${to}` as Key)
}

/** The line under it, or nothing. */
export function noteOf(event: Event, booking: Booking): string {
  if (event.from === event.to) return changeOf(event)
  const reason = event.to === 'cancelled' ? booking.cancel_reason : ''
  if (!reason) return inWords(event.why)
  return joined(ITS_OWNER_DID.includes(event.why) ? '' : inWords(event.why), reason)
}

function changeOf({ why, details }: Event): string {
  const { from, reason } = details as { from?: string; reason?: string }
  const before = why === 'rescheduled' && from ? t('why.moved_from', { time: fullDate(from) }) : ''
  return joined(before, inWords(reason ?? ''))
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(' · ')
}

/** A code that this client is too old to know says nothing, rather than something unreadable. */
function inWords(why: string): string {
  const key = `why.${why}`
  return key in zhHans ? t(key as Key) : ''
}
