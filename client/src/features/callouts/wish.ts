/** What is typed to ask an outlet to come: judged before it is sent, and sent as the server takes it. */
import { serverNow } from '@/api/clock'
import type { CallOutWish, Triage } from '@/api/types'
import { checkPhone } from '@/features/account/checks'
import { plainPhone } from '@/features/account/folding'
import { plainPlate } from '@/features/account/plate'
import { type Key, t } from '@/i18n'
import { dateOf, nearDay } from '@/i18n/dates'
import type { Point } from '@/platform/coordinates'
import { problems } from '@/ui/verdict'
import type { Kind } from './triage'

const DAYS_AHEAD = 14 // the server's limit
const DAY_MS = 24 * 3600 * 1000
const EVENING = 18 // when the last part of a day is over
const PARTS = ['day', 'morning', 'afternoon'] as const
export type Part = (typeof PARTS)[number]

export interface Entries {
  phone: string
  place: string
  date: string
  part: Part
  plate: string
  note: string
}

/** From today, or tomorrow in the evening. */
export function dayChoices(now = serverNow()): { value: string; label: string }[] {
  const first = new Date(now + 8 * 3600 * 1000).getUTCHours() >= EVENING ? 1 : 0
  return Array.from({ length: DAYS_AHEAD - first }, (_, n) => {
    const value = dateOf(now + (n + first) * DAY_MS)
    return { value, label: nearDay(value, now) }
  })
}

export function partChoices(): { value: Part; label: string }[] {
  return PARTS.map((value) => ({ value, label: t(`callout.part_${value}`) }))
}

export function wrongIn(kind: Kind, { phone, place }: Entries) {
  const noPlace: Key | null = kind === 'danger' || place.trim() ? null : 'check.place'
  return problems({ phone: checkPhone(phone), place: noPlace })
}

export function wishOf(
  outlet: string,
  kind: Kind,
  triage: Triage,
  entries: Entries,
  position: Point | null,
): CallOutWish {
  const point = position
    ? `${position.longitude.toFixed(6)},${position.latitude.toFixed(6)}`
    : undefined
  const when = kind === 'danger' ? {} : { wanted_date: entries.date, wanted_part: entries.part }
  return {
    ...triage,
    outlet_id: outlet,
    kind,
    phone: plainPhone(entries.phone),
    place: entries.place.trim(),
    plate: plainPlate(entries.plate),
    note: entries.note.trim(),
    ...(point ? { position: point } : {}),
    ...when,
  }
}
