/** Waiting while the server is away for a moment, as when its database changes over, and asking it again. */
import { ref } from 'vue'
import type { Answer } from '@/platform/first-answer'
import { leaving } from '@/platform/navigate'
import { isAway, problemOf } from './problem'

const LONGEST_MS = 60_000 // a failover takes 4 to 20 seconds
const PAUSE_SECONDS = 3 // where nobody says how long
const MOST_SPREAD_SECONDS = 5
const LOOK_MS = 500

/** How many calls wait now: pages tell it. */
export const waiting = ref(0)

/**
 * The answer; one that says "not now" is waited out for a minute, as long as the page that asks is open.
 * Only for what may be asked twice: the server may have done it and lost its answer.
 */
export async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  const isLeft = leaving()
  const first = await ask()
  if (!away(first)) return first
  waiting.value += 1
  try {
    return await goOnAsking(first, ask, isLeft)
  } finally {
    waiting.value -= 1
  }
}

async function goOnAsking(
  first: Answer,
  ask: () => Promise<Answer>,
  isLeft: () => boolean,
): Promise<Answer> {
  const end = Date.now() + LONGEST_MS
  let answer = first
  while (away(answer)) {
    const next = Date.now() + pauseAfter(answer)
    if (next > end) break
    while (Date.now() < next && !isLeft()) await sleep(Math.min(LOOK_MS, next - Date.now()))
    if (isLeft()) break
    answer = await ask()
  }
  return answer
}

function away({ statusCode, data }: Answer): boolean {
  return isAway(statusCode, data)
}

/** Never sooner than the server says; those whom it sent away together do not come back together. */
function pauseAfter({ statusCode, data, retryAfter }: Answer): number {
  const said = Number(retryAfter ?? problemOf(statusCode, data).retryAfterSeconds)
  const seconds = said > 0 ? said : PAUSE_SECONDS
  return 1000 * (seconds + Math.random() * Math.min(seconds / 2, MOST_SPREAD_SECONDS))
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
