/** The three answers about a car, kept on the device for one visit: they hold for every outlet, and change in a day. */
import { ref } from 'vue'
import { serverNow } from '@/api/clock'
import type { Triage } from '@/api/types'
import { store, stored, unstore } from '@/platform/storage'

const KEPT = 'voltbay.triage'
const VISIT_MS = 2 * 3600 * 1000 // compare outlets, sign in, photograph papers

export const triage = ref<Triage | null>(null)

export function restoreTriage(now = serverNow()): void {
  const kept = stored(KEPT) as { answers: Triage; at: number } | ''
  triage.value = kept && now - kept.at < VISIT_MS ? kept.answers : null
}

export function answerTriage(answers: Triage, now = serverNow()): void {
  triage.value = answers
  store(KEPT, { answers, at: now })
}

export function forgetTriage(): void {
  triage.value = null
  unstore(KEPT)
}
