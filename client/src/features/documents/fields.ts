/** What was read from a document, in the order and the words in which owners compare it. */
import type { DocumentKind, ReadField } from '@/api/types'
import { type Key, t } from '@/i18n'

const ORDER: Record<DocumentKind, string[]> = {
  identity_card: ['name', 'sex', 'ethnicity', 'birth_date', 'address', 'number'],
  vehicle_licence: [
    'plate',
    'vehicle_type',
    'owner',
    'address',
    'use_character',
    'model',
    'vin',
    'engine_number',
    'register_date',
    'issue_date',
  ],
}

export interface Piece {
  text: string
  doubtful: boolean
}

export interface Row {
  name: string
  label: string
  pieces: Piece[]
  doubtful: boolean
}

export function rows(kind: DocumentKind, fields: Record<string, ReadField>): Row[] {
  return ORDER[kind]
    .filter((name) => fields[name]?.value)
    .map((name) => row(name, fields[name] as ReadField))
}

function row(name: string, field: ReadField): Row {
  const parts = pieces(field)
  return {
    name,
    label: t(`field.${name}` as Key),
    pieces: parts,
    doubtful: parts.some(({ doubtful }) => doubtful),
  }
}

/** The value cut where doubt begins and ends. */
export function pieces({ value, doubtful }: ReadField): Piece[] {
  if (!Array.isArray(doubtful)) return [{ text: value, doubtful }]
  const found: Piece[] = []
  ;[...value].forEach((letter, at) => {
    const unsure = doubtful.includes(at)
    const last = found[found.length - 1]
    if (last && last.doubtful === unsure) last.text += letter
    else found.push({ text: letter, doubtful: unsure })
  })
  return found
}
