/** Whether an outlet is open now, until when, or when next. */
import type { Outlet } from '@/api/types'
import { t } from '@/i18n'
import { clock, timeInWords } from '@/i18n/dates'

/** Nothing where the server does not say, as of outlets that are only suggested. */
export function doorsInWords({
  open_until: until,
  opens_at: next,
}: Pick<Outlet, 'open_until' | 'opens_at'>): string {
  if (until) return t('outlet.open_until', { time: clock(until) })
  return next ? t('outlet.opens_at', { time: timeInWords(next) }) : ''
}
