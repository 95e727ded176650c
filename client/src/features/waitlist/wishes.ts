/** What can be waited for on a day, and what a wish means in words. */
import type { Day, WaitlistEntry, Wish } from '@/api/types'
import { freePlaces } from '@/features/outlets/slots'
import { t } from '@/i18n'
import { clock, dateOf, dayInWords, instant, spanInWords } from '@/i18n/dates'

/** The value of the choice "any time of that day"; slots have numbers. */
const ANY_TIME = 'day'

/** The full times of a day, and the whole day when nothing of it is free. */
export function waitable(day: Day | undefined): { value: string; label: string }[] {
  const full = day?.starts.filter(({ places_left: left }) => left < 1) ?? []
  if (!day || !full.length) return []
  const times = full.map((start) => ({
    value: String(start.slot_id),
    label: clock(start.starts_at),
  }))
  return freePlaces(day) ? times : [{ value: ANY_TIME, label: t('wish.any_time') }, ...times]
}

export function wishFor(day: Day, chosen: string, service: number): Wish {
  if (chosen !== ANY_TIME) return { service_id: service, slot_id: Number(chosen) }
  return { service_id: service, first_date: day.date, last_date: day.date }
}

type Window = Pick<WaitlistEntry, 'starts_from' | 'starts_before'>

/** A time of one day, a whole day, or several days. */
export function windowInWords({ starts_from: from, starts_before: before }: Window): string {
  const last = instant(before) - 1
  if (dateOf(from) !== dateOf(last)) return `${dayInWords(from)} – ${dayInWords(last)}`
  const wholeDay = instant(before) - instant(from) === 24 * 3600 * 1000
  return wholeDay ? `${dayInWords(from)} ${t('wish.any_time')}` : spanInWords(from, before)
}

export function isLive({ state }: Pick<WaitlistEntry, 'state'>): boolean {
  return state === 'waiting' || state === 'offered'
}
