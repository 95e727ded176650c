/**
 * Judging the entries of a form before anything is sent: each check gives the key of the sentence to show, or null.
 * The server judges everything again.
 */
import type { Key } from '@/i18n'

export type Verdict = Key | null

export function checkChosen(entry: string, otherwise: Key): Verdict {
  return entry ? null : otherwise
}

export function checkTicked(ticked: boolean, otherwise: Key): Verdict {
  return ticked ? null : otherwise
}

/** Only what is wrong: entry name -> sentence key. */
export function problems<Name extends string>(
  verdicts: Record<Name, Verdict>,
): Partial<Record<Name, Key>> {
  const wrong = Object.entries(verdicts).filter(([, verdict]) => verdict !== null)
  return Object.fromEntries(wrong) as Partial<Record<Name, Key>>
}
