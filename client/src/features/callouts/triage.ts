/** What three answers about a car mean, as the server judges them too; and whether they are complete. */
import type { CallOut, Charge, Outlet, Sign, Triage } from '@/api/types'
import { type Key, t } from '@/i18n'
import { problems } from '@/ui/verdict'

export const SIGNS: Sign[] = ['smoke', 'swelling', 'leak', 'smell', 'water', 'crash']
const CHARGES: Charge[] = ['below', 'above', 'unknown']

export type Outcome = 'book' | 'danger' | 'no_drive'
export type Kind = CallOut['kind']

/** Danger outweighs all else: such a car is not moved by its owner. */
export function outcomeOf({ drives, signs = [] }: Triage): Outcome {
  if (signs.length) return 'danger'
  return drives ? 'book' : 'no_drive'
}

/** The questions as they are answered so far. */
export interface Answers {
  drives: 'yes' | 'no' | ''
  signs: Sign[]
  none: boolean
  charge: Charge | ''
}

export function missing(answers: Answers): Partial<Record<'drives' | 'signs' | 'charge', Key>> {
  return problems({
    drives: answers.drives ? null : 'check.drives',
    signs: answers.none || answers.signs.length ? null : 'check.signs',
    charge: answers.charge ? null : 'check.charge',
  })
}

/** What whoever sees nothing wrong says in one tap. */
export function fine(charge: Charge): Triage {
  return { drives: true, signs: [], charge }
}

export function triageOf({ drives, signs, charge }: Answers): Triage {
  return { drives: drives === 'yes', signs, charge: charge || 'unknown' }
}

export function chargeChoices(): { value: Charge; label: string }[] {
  return CHARGES.map((value) => ({ value, label: t(`triage.charge_${value}`) }))
}

/** The answers in one line. */
export function inOneLine({ drives, signs = [], charge }: Triage): string {
  const seen = signs.length
    ? signs.map((sign) => t(`triage.sign_${sign}`)).join(t('triage.and'))
    : t('triage.no_sign')
  return [
    t(drives ? 'triage.drives_yes' : 'triage.drives_no'),
    seen,
    t(`triage.charge_${charge ?? 'unknown'}`),
  ].join(' · ')
}

interface Offer {
  kind: 'tow' | 'on_site'
  km: number
}

/** What an outlet does for a car that does not drive, with the radius. */
export function offers({ tow_km, on_site_km }: Pick<Outlet, 'tow_km' | 'on_site_km'>): Offer[] {
  const all: Offer[] = [
    { kind: 'tow', km: tow_km ?? 0 },
    { kind: 'on_site', km: on_site_km ?? 0 },
  ]
  return all.filter(({ km }) => km > 0)
}
