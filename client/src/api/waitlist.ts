/** Standing in line for a place that is taken now. */
import { call } from './call'
import type { Wish, WaitlistEntry } from './types'

/** Raises Refused `waitlist_not_needed` when something is free after all. Safe to repeat. */
export function wait(wish: Wish): Promise<WaitlistEntry> {
  return call('POST', '/waitlist', { body: wish, mayRepeat: true })
}

/** What I wait for and how earlier wishes ended, newest first. */
export async function wishes(): Promise<WaitlistEntry[]> {
  return (await call<{ items: WaitlistEntry[] }>('GET', '/waitlist')).items
}

/** Stop waiting; an offer goes to the next in line. Safe to repeat. */
export function leave(id: string): Promise<void> {
  return call('DELETE', `/waitlist/${encodeURIComponent(id)}`, { mayRepeat: true })
}
