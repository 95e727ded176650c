/** The booking form as a whole: what is entered, what is wrong with it, what is sent. */
import type { CarAfter, Confirmation, Relation } from '@/api/types'
import { checkName, checkPhone, plainName, plainPhone } from '@/features/account/checks'
import type { Doubt } from '@/features/documents/doubts'
import {
  ofEach,
  PAPER_NAMES,
  type PaperName,
  PAPERS,
  type Papers,
  read,
} from '@/features/documents/papers'
import { checkChosen, problems, type Verdict } from '@/ui/verdict'

export interface Entries {
  name: string
  phone: string
  relation: Relation | ''
  carAfter: CarAfter | ''
  note: string
}

export type EntryName = keyof Entries | PaperName

export function wrongEntries(entries: Entries, papers: Papers) {
  return problems<EntryName>({
    ...ofEach((name) => (papers[name] ? null : (`paper.${PAPERS[name]}_missing` as const))),
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

/** The form's names of entries that the server calls otherwise. */
const OURS: Record<string, EntryName> = {
  ...Object.fromEntries(PAPER_NAMES.map((name) => [PAPERS[name], name])),
  car_after: 'carAfter',
}

export function byEntry(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, said]) => [OURS[name] ?? name, said]),
  )
}
