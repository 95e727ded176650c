/**
 * How a call says who is asking.
 * H5: the browser's HttpOnly cookie, which no script can read, with a CSRF header on unsafe methods.
 * Mini-program: an opaque token in WeChat's own storage, as it keeps no cookies.
 */
import { isStorageKept, store, stored, unstore } from './storage'

const TOKEN = 'voltbay.token'
const DEVICE = 'voltbay.device' // Says that its owner has signed in here before; opens nothing.
const ATTEMPT = 'voltbay.attempt' // Says that the code was asked for here.
const MARK = 'voltbay.signed-in' // Not a secret: it only spares a guest's first page a refused call.

let lost: () => void = () => undefined

export function credentials(method: string): Record<string, string> {
  // #ifdef H5
  return method === 'GET' ? {} : csrf()
  // #endif
  // #ifndef H5
  const token = stored(TOKEN)
  return token && method ? { Authorization: `Bearer ${token}` } : {}
  // #endif
}

function csrf(): Record<string, string> {
  const found = csrfCookie()
  return found ? { 'X-CSRFToken': decodeURIComponent(found) } : {}
}

function csrfCookie(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

export function rememberSession(token: string): void {
  store(MARK, true)
  // #ifdef MP-WEIXIN
  store(TOKEN, token)
  // #endif
  // #ifdef H5
  void token // The server has set it as a cookie; it must not be kept where scripts can read it.
  // #endif
}

/** What is sent with asking for a code and with typing it. In a browser cookies say the same. */
export function shown(...what: ('attempt' | 'device')[]): { attempt?: string; device?: string } {
  // #ifdef H5
  void what
  return {}
  // #endif
  // #ifndef H5
  const kept = { attempt: stored(ATTEMPT), device: stored(DEVICE) }
  const found = what.filter((name) => kept[name]).map((name) => [name, String(kept[name])])
  return Object.fromEntries(found) as { attempt?: string; device?: string }
  // #endif
}

export function rememberAttempt(attempt: string): void {
  // #ifdef MP-WEIXIN
  store(ATTEMPT, attempt)
  // #endif
  // #ifdef H5
  void attempt // Set as a cookie.
  // #endif
}

/** Kept when the session ends: it is what lets its owner sign in whatever strangers do. */
export function rememberDevice(device: string): void {
  // #ifdef MP-WEIXIN
  store(DEVICE, device)
  unstore(ATTEMPT)
  // #endif
  // #ifdef H5
  void device // Set as a cookie.
  // #endif
}

export function forgetSession(): void {
  store(MARK, false)
  unstore(TOKEN)
}

export function hasSession(): boolean {
  return stored(MARK) === true
}

/**
 * Whether only the server can say if somebody is signed in: a browser that keeps nothing for us, or threw it away,
 * may still have the cookie. The one beside it, which scripts may read, tells that there was one.
 */
export function isSessionUnknown(): boolean {
  // #ifdef H5
  return stored(MARK) === '' && (Boolean(csrfCookie()) || !isStorageKept())
  // #endif
  // #ifndef H5
  return false
  // #endif
}

/** `then` runs when the server no longer knows the session. */
export function whenSessionLost(then: () => void): void {
  lost = then
}

export function onSessionLost(): void {
  lost()
}
