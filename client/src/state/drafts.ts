/**
 * What the owner has typed for a booking and not yet sent, kept on the device until it is sent or two days old.
 * Photos are never kept here, only the numbers of documents that the server already has.
 */
import { serverNow } from '@/api/clock'
import { store, stored, storedKeys, unstore } from '@/platform/storage'

export type Draft = Record<string, string>

const PREFIX = 'voltbay.draft.'
const KEPT_MS = 2 * 24 * 3600 * 1000 // longer than any hold, shorter than a forgotten phone number should lie about

export function keepDraft(code: string, draft: Draft, now = serverNow()): void {
  store(PREFIX + code, { draft, at: now })
}

export function draftOf(code: string, now = serverNow()): Draft | null {
  const kept = stored(PREFIX + code) as { draft: Draft; at: number } | ''
  if (!kept) return null
  if (now - kept.at > KEPT_MS) {
    forgetDraft(code)
    return null
  }
  return kept.draft
}

export function forgetDraft(code: string): void {
  unstore(PREFIX + code)
}

export function forgetDrafts(): void {
  for (const key of storedKeys()) {
    if (key.startsWith(PREFIX)) unstore(key)
  }
}

const CARRIED = 'carried'
const CARRIED_MS = 2 * 3600 * 1000 // as long as a visit

/** What was typed goes along to the next time that is held, wherever that is. */
export function carryDraft(from: string): void {
  moveDraft(from, CARRIED)
}

/** Let a new hold begin with what was carried to it. */
export function adoptDraft(to: string, now = serverNow()): void {
  const kept = stored(PREFIX + CARRIED) as { at: number } | ''
  if (kept && now - kept.at < CARRIED_MS && !draftOf(to)) moveDraft(CARRIED, to)
  forgetDraft(CARRIED)
}

/** A hold that lapsed and was taken again goes on with what was typed. */
export function moveDraft(from: string, to: string): void {
  const draft = draftOf(from)
  if (!draft) return
  keepDraft(to, draft)
  forgetDraft(from)
}
