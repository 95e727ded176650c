/** The documents that a booking needs, each by the name of its entry in the form. */
import type { DocumentKind, OwnerDocument } from '@/api/types'

export const PAPERS = {
  identityCard: 'identity_card',
  vehicleLicence: 'vehicle_licence',
} as const satisfies Record<string, DocumentKind>

export type PaperName = keyof typeof PAPERS
export const PAPER_NAMES = Object.keys(PAPERS) as PaperName[]

export type OfEach<T> = Record<PaperName, T>
export type Papers = OfEach<OwnerDocument | null>

export function ofEach<T>(make: (name: PaperName) => T): OfEach<T> {
  return Object.fromEntries(PAPER_NAMES.map((name) => [name, make(name)])) as OfEach<T>
}

/** What was read in a field, or nothing. */
export function read(document: OwnerDocument | null, field: string): string {
  return document?.fields?.[field]?.value ?? ''
}
