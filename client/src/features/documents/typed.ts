/** What decides on each document, in the order in which owners type it. */
import type { DocumentKind, Typed } from '@/api/types'

/** Papers of identity; the first stands for every card that is read. */
export const PAPERS = ['identity_card', 'travel_permit', 'passport'] as const
/** Which of them is shown: a foreigner's card is told from an identity card by what is read. */
export type Shown = Exclude<DocumentKind, 'foreigner_card'>

export function shown(paper: DocumentKind): Shown {
  return paper === 'foreigner_card' ? 'identity_card' : paper
}

/** Nothing reads these: their owner types at once what decides. */
export const ONLY_TYPED: readonly DocumentKind[] = ['travel_permit', 'passport']

export const TYPED = {
  foreigner_card: ['name', 'number'],
  passport: ['name', 'birth_date', 'number'],
  travel_permit: ['name', 'birth_date', 'number'],
  identity_card: ['name', 'number'],
  vehicle_licence: ['plate', 'vin', 'owner'],
} as const satisfies Record<DocumentKind, readonly (keyof Typed)[]>

// Of foreigners' cards before 2023: their numbers have the year of birth without its century.
const OLD_CARD = /^[a-z]{3}\d{12}$/i

/** What is typed of a paper; the birth date too where its number does not tell the whole of it. */
export function entriesOf(kind: DocumentKind, typed: Typed): readonly (keyof Typed)[] {
  const isOld = OLD_CARD.test((typed.number ?? '').replace(/\s/g, ''))
  return kind === 'identity_card' && isOld ? [...TYPED[kind], 'birth_date'] : TYPED[kind]
}

/** What is sent of what was typed: the entries of this paper that were filled in. */
export function typedOf(kind: DocumentKind, typed: Typed): Typed {
  const filled = entriesOf(kind, typed).filter((name) => typed[name]?.trim())
  return Object.fromEntries(filled.map((name) => [name, typed[name]]))
}
