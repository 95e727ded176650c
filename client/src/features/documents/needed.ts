/** The documents that a booking needs, each by the name of its entry in the form. */
import type { DocumentKind, OwnerDocument } from '@/api/types'

export const NEEDED = {
  identityCard: 'identity_card',
  vehicleLicence: 'vehicle_licence',
} as const satisfies Record<string, DocumentKind>

export type NeededName = keyof typeof NEEDED
export const NEEDED_NAMES = Object.keys(NEEDED) as NeededName[]

export type OfEach<T> = Record<NeededName, T>
export type Recognised = OfEach<OwnerDocument | null>

export function ofEach<T>(make: (name: NeededName) => T): OfEach<T> {
  return Object.fromEntries(NEEDED_NAMES.map((name) => [name, make(name)])) as OfEach<T>
}

/** What was read in a field, or nothing. */
export function read(document: OwnerDocument | null, field: string): string {
  return document?.fields?.[field]?.value ?? ''
}
