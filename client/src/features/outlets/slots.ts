/** Days and times on offer. */
import type { Day, Start } from '@/api/types'
import { t } from '@/i18n'
import { beijing } from '@/i18n/dates'

export function freePlaces(day: Day): number {
  return day.starts.filter(({ places_left: left }) => left > 0).length
}

/** The share of a day's times that are taken, from 0 to 1. */
export function howFull(day: Day): number {
  return day.starts.length ? 1 - freePlaces(day) / day.starts.length : 1
}

/** What a day offers, in a word or two: why nothing, where nothing is. */
export function dayOffers(day: Day): string {
  const n = freePlaces(day)
  if (n > 0) return t('time.free_times', { n })
  return day.starts.length ? t('time.full') : t(BARE[day.state])
}

const BARE = {
  open: 'time.full',
  over: 'time.over',
  too_soon: 'time.too_soon',
  closed: 'time.closed',
} as const

/** The wanted day when it has a free time, else the first that has, else the first. */
export function bestDay(days: Day[], wanted = ''): string {
  const free = days.filter((day) => freePlaces(day) > 0)
  const best = free.find(({ date }) => date === wanted) ?? free[0] ?? days[0]
  return best?.date ?? ''
}

export function firstFree(starts: Start[]): Start | undefined {
  return starts.find(({ places_left: left }) => left > 0)
}

export function morning(starts: Start[]): Start[] {
  return starts.filter(({ starts_at: at }) => beijing(at).hour < 12)
}

export function afternoon(starts: Start[]): Start[] {
  return starts.filter(({ starts_at: at }) => beijing(at).hour >= 12)
}

/** The start of that slot, wherever it stands. */
export function startOf(days: Day[], slotId: number): Start | null {
  return days.flatMap(({ starts }) => starts).find((start) => start.slot_id === slotId) ?? null
}

/** The other times that a refusal `slot_full` offers; nothing when it offers none. */
export function alternativesIn(body: Record<string, unknown>): Start[] {
  return Array.isArray(body.alternatives) ? (body.alternatives as Start[]) : []
}
