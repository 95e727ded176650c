/** What was read from a document, in the order and the words in which owners compare it. */
import type { DocumentKind, ReadField } from '@/api/types'
import { t } from '@/i18n'

const ORDER = {
  foreigner_card: [
    'name',
    'chinese_name',
    'sex',
    'birth_date',
    'nationality',
    'valid_until',
    'number',
  ],
  passport: ['name', 'birth_date', 'number'],
  travel_permit: ['name', 'birth_date', 'number'],
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
} as const satisfies Record<DocumentKind, readonly string[]>

export type FieldName = (typeof ORDER)[DocumentKind][number]

/** What a field is called on a document: only mainland numbers are a citizen's. */
export function labelOf(kind: DocumentKind, name: FieldName): string {
  const isOther = name === 'number' && kind !== 'identity_card'
  return t(isOther ? 'field.paper_number' : `field.${name}`)
}

const DECIDING: readonly FieldName[] = ['name', 'chinese_name', 'number', 'plate', 'vin', 'owner']

/** Whether a booking rests on it: who comes, with which car, and whose it is. */
export function decides(name: FieldName): boolean {
  return DECIDING.includes(name)
}

export interface Row {
  name: FieldName
  label: string
  value: string
  doubtful: boolean
}

export function rows(kind: DocumentKind, fields: Record<string, ReadField>): Row[] {
  const order: readonly FieldName[] = ORDER[kind]
  return order.flatMap((name) => {
    const { value = '', doubtful = false } = fields[name] ?? {}
    return value ? [{ name, label: labelOf(kind, name), value, doubtful }] : []
  })
}
