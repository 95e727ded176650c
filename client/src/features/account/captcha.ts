/** The proof of work that stands before a text message: an ALTCHA challenge, solved in slices. */
import { sha256 } from '@noble/hashes/sha256'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import type { Challenge } from '@/api/types'

const SLICE = 100 // hashes between two looks at the clock
// Work between two breaths: browsers make each last 4 ms, and no tap waits longer than this.
const WORK_MS = 40

const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

/**
 * The answer to `challenge`, as the server wants it. Raises when no number fits.
 * `tell` hears at each breath what share of the numbers was tried; one of them fits, often an early one.
 */
export async function solve(
  challenge: Challenge,
  tell: (share: number) => void = () => undefined,
): Promise<string> {
  let rested = Date.now()
  for (let from = 0; from <= challenge.maxnumber; from += SLICE) {
    const number = firstFit(challenge, from, Math.min(from + SLICE, challenge.maxnumber + 1))
    if (number !== null) return answer(challenge, number)
    if (Date.now() - rested < WORK_MS) continue
    tell(from / challenge.maxnumber)
    await breath()
    rested = Date.now()
  }
  throw new Error('the challenge has no answer')
}

function firstFit({ salt, challenge }: Challenge, from: number, to: number): number | null {
  const first = parseInt(challenge.slice(0, 2), 16)
  for (let n = from; n < to; n += 1) {
    const hash = sha256(utf8ToBytes(salt + n))
    if (hash[0] === first && bytesToHex(hash) === challenge) return n
  }
  return null
}

function answer({ algorithm, challenge, salt, signature }: Challenge, number: number): string {
  return base64(JSON.stringify({ algorithm, challenge, number, salt, signature }))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 of a text. By hand, because the mini-program has no btoa. */
export function base64(text: string): string {
  const bytes = utf8ToBytes(text)
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) out += quartet(bytes, i)
  return out
}

function quartet(bytes: Uint8Array, i: number): string {
  const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]]
  const left = bytes.length - i
  const word = (a << 16) | (b << 8) | c
  const letter = (shift: number) => LETTERS.charAt((word >> shift) & 63)
  return letter(18) + letter(12) + (left > 1 ? letter(6) : '=') + (left > 2 ? letter(0) : '=')
}
