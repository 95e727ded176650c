/** The server's clock. A phone's own may be minutes off, and holds end by the server's. */

let ahead = 0 // milliseconds that the server's clock is ahead of the phone's

/** Note the time that came with an answer. Its second is cut off, so half of one is added. */
export function noteServerTime(date: string | undefined, phoneNow = Date.now()): void {
  const server = Date.parse(date ?? '')
  if (!Number.isNaN(server)) ahead = server + 500 - phoneNow
}

export function serverNow(phoneNow = Date.now()): number {
  return phoneNow + ahead
}
