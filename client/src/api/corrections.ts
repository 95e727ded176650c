/** What of a booking is wrong, and what became of it. */
import { call } from './call'
import type { components } from './schema'

export type Correction = components['schemas']['CorrectionOut']
export type CorrectionIn = components['schemas']['CorrectionIn']

/** Newest first. */
export async function corrections(code: string): Promise<Correction[]> {
  const path = `/bookings/${encodeURIComponent(code)}/corrections`
  return (await call<{ items: Correction[] }>('GET', path)).items
}

/** Ask the outlet to put something right; a phone is put right at once. */
export function askCorrection(code: string, body: CorrectionIn): Promise<Correction> {
  return call('POST', `/bookings/${encodeURIComponent(code)}/corrections`, { body })
}
