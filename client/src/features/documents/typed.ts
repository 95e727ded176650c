/** What decides on each document, in the order in which owners type it. */
import type { DocumentKind, Typed } from '@/api/types'

export const TYPED = {
  foreigner_card: ['name', 'number'],
  identity_card: ['name', 'number'],
  vehicle_licence: ['plate', 'vin', 'owner'],
} as const satisfies Record<DocumentKind, readonly (keyof Typed)[]>
