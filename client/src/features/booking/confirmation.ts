/** The booking form as a whole: what is entered, what is wrong with it, what is sent. */
import type { CarAfter, Confirmation, OwnerDocument, Relation } from '@/api/types'
import { checkName, checkPhone, plainName, plainPhone } from '@/features/account/checks'
import { t } from '@/i18n'
import { checkChosen, problems, type Verdict } from '@/ui/verdict'

export interface Entries {
  name: string
  phone: string
  relation: Relation | ''
  carAfter: CarAfter | ''
  note: string
}

export type EntryName = keyof Entries | 'identityCard' | 'vehicleLicence'

export interface Papers {
  identityCard: OwnerDocument | null
  vehicleLicence: OwnerDocument | null
}

/** A field that decides, was read, and is not sure: the owner is asked to compare it. */
export interface Doubt {
  name: 'number' | 'plate' | 'vin'
  label: string
  value: string
}

const DECIDING = [
  ['identityCard', 'number'],
  ['vehicleLicence', 'plate'],
  ['vehicleLicence', 'vin'],
] as const

export function doubts(papers: Papers): Doubt[] {
  return DECIDING.flatMap(([paper, name]) => {
    const found = papers[paper]?.fields?.[name]
    return found?.doubtful ? [{ name, label: t(`field.${name}`), value: found.value }] : []
  })
}

export function wrongEntries(entries: Entries, papers: Papers) {
  return problems<EntryName>({
    identityCard: papers.identityCard ? null : 'check.identity_card',
    vehicleLicence: papers.vehicleLicence ? null : 'check.vehicle_licence',
    name: checkName(entries.name) ?? differsFromCard(entries.name, papers),
    phone: checkPhone(entries.phone),
    relation:
      checkChosen(entries.relation, 'check.relation') ?? ownerIsSomebodyElse(entries, papers),
    carAfter: checkChosen(entries.carAfter, 'check.car_after'),
    note: checkNote(entries.note),
  })
}

const NOTE_LIMIT = 200

function checkNote(entry: string): Verdict {
  return [...entry].length > NOTE_LIMIT ? 'check.note_long' : null
}

export function read(document: OwnerDocument | null, field: string): string {
  return document?.fields?.[field]?.value ?? ''
}

function differsFromCard(name: string, { identityCard }: Papers): Verdict {
  const onCard = plainName(read(identityCard, 'name'))
  return onCard && onCard !== plainName(name) ? 'check.name_differs' : null
}

/** "My own car" with somebody else's name on the licence: the owner has to say whose it is. */
function ownerIsSomebodyElse(entries: Entries, { vehicleLicence }: Papers): Verdict {
  const owner = plainName(read(vehicleLicence, 'owner'))
  const differs = owner !== '' && owner !== plainName(entries.name)
  return entries.relation === 'self' && differs ? 'check.owner_differs' : null
}

export function confirmation(
  entries: Entries,
  papers: Papers,
  checked: readonly Doubt['name'][] = [],
): Confirmation {
  return {
    name: plainName(entries.name),
    phone: plainPhone(entries.phone),
    identity_card: papers.identityCard?.id ?? '',
    vehicle_licence: papers.vehicleLicence?.id ?? '',
    relation: entries.relation as Relation,
    car_after: entries.carAfter as CarAfter,
    note: entries.note.trim(),
    checked: [...checked],
  }
}

/** The form's name of an entry that the server calls otherwise. */
const OURS: Record<string, EntryName> = {
  identity_card: 'identityCard',
  vehicle_licence: 'vehicleLicence',
  car_after: 'carAfter',
}

export function byEntry(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, said]) => [OURS[name] ?? name, said]),
  )
}
