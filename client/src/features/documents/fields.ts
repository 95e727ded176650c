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

export interface Row {
  name: string
  label: string
  value: string
  doubtful: boolean
}

export function rows(kind: DocumentKind, fields: Record<string, ReadField>): Row[] {
  return ORDER[kind].flatMap((name) => {
    const { value = '', doubtful = false } = fields[name] ?? {}
    return value ? [{ name, label: t(`field.${name}` as Key), value, doubtful }] : []
  })
}
