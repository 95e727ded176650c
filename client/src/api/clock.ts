/** The server's clock. A phone's own may be minutes or a year off, and days and holds are the server's. */
import { store, stored } from '@/platform/storage'

const AHEAD = 'voltbay.clock'
const WORTH_KEEPING = 60_000 // milliseconds; less changes no day

let ahead: number | undefined // milliseconds that the server's clock is ahead of the phone's

/** Note the time that came with an answer. Its second is cut off, so half of one is added. */
export function noteServerTime(date: string | undefined, phoneNow = Date.now()): void {
  const server = Date.parse(date ?? '')
  if (Number.isNaN(server)) return
  const found = server + 500 - phoneNow
  if (Math.abs(found - lastKnown()) > WORTH_KEEPING) store(AHEAD, found)
  ahead = found
}

export function serverNow(phoneNow = Date.now()): number {
  return phoneNow + lastKnown()
}

/** Before the first answer of a visit: what the last visit found. */
function lastKnown(): number {
  ahead ??= Number(stored(AHEAD)) || 0
  return ahead
}
