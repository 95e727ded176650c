/** Whether somebody is signed in on this device. */
import { ref } from 'vue'
import { forgetSession, hasSession, rememberSession, whenSessionLost } from '@/platform/credentials'
import { forgetDrafts } from './drafts'
import { forgetTriage } from './triage'

export const signedIn = ref(false)

export function restoreSession(): void {
  signedIn.value = hasSession()
  whenSessionLost(forget)
}

export function begin(token: string): void {
  rememberSession(token)
  signedIn.value = true
}

export function end(): void {
  forget()
  forgetDrafts()
  forgetTriage()
}

function forget(): void {
  forgetSession()
  signedIn.value = false
}
