/** Whether somebody is signed in on this device. */
import { ref } from 'vue'
import { me } from '@/api/owner'
import {
  forgetSession,
  hasSession,
  isSessionUnknown,
  rememberSession,
  whenSessionLost,
} from '@/platform/credentials'
import { forgetDrafts } from './drafts'
import { forgetKept } from './kept-booking'
import { forgetTriage } from './triage'

export const signedIn = ref(false)

export function restoreSession(): void {
  const unknown = isSessionUnknown()
  signedIn.value = hasSession() || unknown
  whenSessionLost(forget)
  if (unknown) void askWhoIsSignedIn()
}

/** The server knows the cookie that no script can read. Pages ask for theirs meanwhile; a 401 ends it. */
async function askWhoIsSignedIn(): Promise<void> {
  try {
    await me()
    rememberSession('')
  } catch {
    return // nobody, or no network: what pages ask next says it
  }
}

export function begin(token: string): void {
  rememberSession(token)
  signedIn.value = true
}

export function end(): void {
  forget()
  forgetDrafts()
  forgetKept()
  forgetTriage()
}

function forget(): void {
  forgetSession()
  signedIn.value = false
}
