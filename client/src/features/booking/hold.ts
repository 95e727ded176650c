/** How long a held place is still ours. */

export interface Left {
  seconds: number
  words: string
  lapsed: boolean
  /** Worth a warning: two minutes is about one photo. */
  short: boolean
}

export const ENDING_SECONDS = 20 // enough to ask whether it goes on, as photos still wait
const SHORT_SECONDS = 120
export const LONG_SECONDS = 3600 // longer than an offer of the waitlist

export function left(until: string | null, now: number): Left {
  const seconds = until ? Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)) : 0
  return {
    seconds,
    words: minutes(seconds),
    lapsed: seconds === 0,
    short: seconds <= SHORT_SECONDS,
  }
}

export function minutes(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, '0')
  return `${Math.floor(seconds / 60)}:${rest}`
}

/** Whether a screen reader should be told now: at the start, each five minutes, then the last two. */
export function worthSaying(seconds: number): boolean {
  return seconds > 0 && (seconds % 300 === 0 || seconds === 120 || seconds === 60 || seconds === 30)
}
