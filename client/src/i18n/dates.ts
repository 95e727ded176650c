/** Beijing time in words. China keeps one zone without summer time, so a fixed shift is exact. */
import { serverNow } from '@/api/clock'
import { language, t } from './index'

const SHIFT_MS = 8 * 3600 * 1000

export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const // 0 = Monday, as in opening hours
export type Weekday = (typeof WEEKDAYS)[number]
export type Month = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12

export interface Beijing {
  year: number
  month: Month
  day: number
  weekday: Weekday
  hour: number
  minute: number
}

export function beijing(at: string | number): Beijing {
  const shifted = new Date(instant(at) + SHIFT_MS)
  return {
    year: shifted.getUTCFullYear(),
    month: (shifted.getUTCMonth() + 1) as Month,
    day: shifted.getUTCDate(),
    weekday: ((shifted.getUTCDay() + 6) % 7) as Weekday,
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  }
}

export function instant(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at)
}

/** The Beijing date of an instant, e.g. `2026-11-23`. */
export function dateOf(at: string | number): string {
  const { year, month, day } = beijing(at)
  return `${year}-${two(month)}-${two(day)}`
}

export function clock(at: string | number): string {
  const { hour, minute } = beijing(at)
  return `${two(hour)}:${two(minute)}`
}

export function weekday(day: Weekday): string {
  return t(`weekday.${day}`)
}

/** E.g. `11月23日 周一` or `Mon 23 Nov`; a date `2026-11-23` or an instant. */
export function dayInWords(at: string | number): string {
  const { month, day, weekday: n } = beijing(noon(at))
  if (language.value === 'en') return `${weekday(n)} ${day} ${t(`month.${month}`)}`
  return `${month}月${day}日 ${weekday(n)}`
}

export function timeInWords(at: string | number): string {
  return `${nearDay(at)} ${clock(at)}`
}

export function spanInWords(from: string, to: string): string {
  return `${dayInWords(from)} ${clock(from)}–${clock(to)}`
}

/** Today and tomorrow by name, other days by date. */
export function nearDay(at: string | number, now = serverNow()): string {
  const date = dateOf(noon(at))
  if (date === dateOf(now)) return t('day.today')
  if (date === dateOf(now + 24 * 3600 * 1000)) return t('day.tomorrow')
  return dayInWords(at)
}

/** The first day of a month, short enough for a calendar: `12/1`, or `1/12`. */
export function dayOfMonth(month: number, day: number): string {
  return language.value === 'en' ? `${day}/${month}` : `${month}/${day}`
}

/** E.g. `11-23`, or `23 Nov`. */
export function shortDate(at: string | number): string {
  const { month, day } = beijing(noon(at))
  return language.value === 'en' ? `${day} ${t(`month.${month}`)}` : `${two(month)}-${two(day)}`
}

export function fullDate(at: string): string {
  return `${dateOf(at)} ${clock(at)}`
}

function noon(at: string | number): string | number {
  return typeof at === 'string' && at.length === 10 ? `${at}T12:00:00+08:00` : at
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
