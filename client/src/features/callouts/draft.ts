/** What was typed to ask an outlet, kept on the device until it is sent: a dead network or a closed page loses nothing. */
import { serverNow } from '@/api/clock'
import { newKey } from '@/api/key'
import { draftOf, forgetDraft, keepDraft } from '@/state/drafts'
import type { Kind } from './triage'
import { dayChoices, type Entries, type Part, partChoices } from './wish'

const nameOf = (outlet: string, kind: Kind) => `call-out.${kind}.${outlet}`

/** The entries go together with the key of their request: sent again from a new page it is still the same one. */
export function keepAsked(outlet: string, kind: Kind, entries: Entries, key: string): void {
  keepDraft(nameOf(outlet, kind), { ...entries, key })
}

export function forgetAsked(outlet: string, kind: Kind): void {
  forgetDraft(nameOf(outlet, kind))
}

/** What was kept, over what the page begins with; a day that has passed is chosen anew. */
export function askedBefore(outlet: string, kind: Kind, fresh: Entries, now = serverNow()) {
  const kept = draftOf(nameOf(outlet, kind), now)
  if (!kept) return { entries: fresh, key: newKey() }
  const { key = newKey(), date = '', part = '', ...typed } = kept
  const isAhead = dayChoices(now).some(({ value }) => value === date)
  const entries: Entries = {
    ...fresh,
    ...typed,
    date: isAhead ? date : fresh.date,
    part: isPart(part) ? part : fresh.part,
  }
  return { entries, key }
}

function isPart(text: string): text is Part {
  return partChoices().some(({ value }) => value === text)
}
