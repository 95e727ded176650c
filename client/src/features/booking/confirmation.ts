/** The booking form as a whole: what is entered, what is wrong with it, what is sent. */
import type { CarAfter, Confirmation, DocumentKind, Fuel, Relation } from '@/api/types'
import { checkName, checkPhone, plainName } from '@/features/account/checks'
import { plainPhone } from '@/features/account/folding'
import type { Doubt } from '@/features/documents/doubts'
import {
  ofEach,
  NEEDED_NAMES,
  type NeededName,
  NEEDED,
  type OfEach,
  type Recognised,
} from '@/features/documents/needed'
import { shown } from '@/features/documents/typed'
import { checkChosen, problems, type Verdict } from '@/ui/verdict'
import { UNDECIDED } from './car-after'

export interface Entries {
  name: string
  phone: string
  relation: Relation | ''
  carAfter: CarAfter | typeof UNDECIDED
  note: string
  fuel: Fuel | '' // only where the papers do not tell
  mass: string // kg, of the licence's second page
}

export type EntryName = keyof Entries | NeededName

/** `papers` are those that the owner means to show: each is missed in its own words. */
export function wrongEntries(
  entries: Entries,
  recognised: Recognised,
  asksFuel = false,
  papers: OfEach<DocumentKind> = NEEDED,
) {
  return problems<EntryName>({
    ...ofEach((name) =>
      recognised[name] ? null : (`document.${shown(papers[name])}_missing` as const),
    ),
    name: checkName(entries.name), // whether it is the card's is the server's to say: some are misread
    phone: checkPhone(entries.phone),
    relation: checkChosen(entries.relation, 'check.relation'),
    carAfter: null, // whoever has not decided is asked again at the outlet
    note: checkNote(entries.note),
    fuel: asksFuel ? checkChosen(entries.fuel, 'check.fuel') : null,
    mass: checkMass(entries.mass),
  })
}

const NOTE_LIMIT = 200

const LIGHTEST_KG = 500
const HEAVIEST_KG = 100_000

function checkMass(entry: string): Verdict {
  const kg = Number(entry)
  const right = Number.isInteger(kg) && kg >= LIGHTEST_KG && kg <= HEAVIEST_KG
  return entry.trim() === '' || right ? null : 'check.mass'
}

function checkNote(entry: string): Verdict {
  return [...entry].length > NOTE_LIMIT ? 'check.note_long' : null
}

export function confirmation(
  entries: Entries,
  recognised: Recognised,
  checked: readonly Doubt['name'][] = [],
): Confirmation {
  return {
    name: plainName(entries.name),
    phone: plainPhone(entries.phone),
    identity_card: recognised.identityCard?.id ?? '',
    vehicle_licence: recognised.vehicleLicence?.id ?? '',
    relation: entries.relation as Relation,
    car_after: entries.carAfter === UNDECIDED ? null : entries.carAfter,
    note: entries.note.trim(),
    checked: [...checked],
    ...(entries.fuel ? { fuel: entries.fuel } : {}),
    ...(entries.mass.trim() ? { mass_kg: Number(entries.mass) } : {}),
  }
}

/** The form's names of entries that the server calls otherwise. */
const OURS: Record<string, EntryName> = {
  ...Object.fromEntries(NEEDED_NAMES.map((name) => [NEEDED[name], name])),
  car_after: 'carAfter',
  mass_kg: 'mass',
}

export function byEntry(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, said]) => [OURS[name] ?? name, said]),
  )
}
