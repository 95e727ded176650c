import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancel, confirm, hold } from '@/api/bookings'
import { call } from '@/api/call'
import { document as read, upload } from '@/api/documents'
import { inWords } from '@/api/failure'
import { waiting } from '@/api/patience'
import { Refused, Unreachable } from '@/api/problem'
import { sendCode } from '@/api/sign-in'
import type { Confirmation } from '@/api/types'
import { language } from '@/i18n'
import { stubUni } from '../stub'

const AWAY = { code: 'unavailable', detail: '服务暂时不可用。', retry_after_seconds: 5 }
const FORM = {} as Confirmation
let server: ReturnType<typeof stubUni>
const away = (times = 1) => {
  for (let n = 0; n < times; n += 1) server.answer(503, AWAY)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0)
  server = stubUni()
  language.value = 'zh-Hans'
})
afterEach(() => {
  expect(waiting.value).toBe(0) // whatever became of it, no page tells of waiting any more
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** What becomes of a call: its answer or its error, once it is there. */
function outcome(asked: Promise<unknown>) {
  const found: { is?: unknown } = {}
  asked.then(
    (answer) => (found.is = answer),
    (error: unknown) => (found.is = error),
  )
  return found
}

describe('while the server is away', () => {
  it('a call waits as long as it was told, says so, and goes on', async () => {
    away(2)
    server.answer(200, { code: 'VB1' })
    const found = outcome(call('GET', '/bookings/VB1'))

    await vi.advanceTimersByTimeAsync(4_990)
    expect(server.asked).toHaveLength(1)
    expect(waiting.value).toBe(1)
    await vi.advanceTimersByTimeAsync(20)
    expect(server.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(5_000)

    expect(found.is).toEqual({ code: 'VB1' })
  })

  it('those who were sent away together come back apart, and nobody early', async () => {
    vi.mocked(Math.random).mockReturnValue(0.8)
    away()
    server.answer(200)
    const found = outcome(call('GET', '/me'))

    await vi.advanceTimersByTimeAsync(6_990)
    expect(server.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20)

    expect(found.is).toBe('')
  })

  it.each([
    ['the header', 503, AWAY, { 'Retry-After': '12' }, 12_000],
    ['nobody', 502, '<html>bad gateway</html>', {}, 3_000],
    ['a date, which we do not read', 504, '', { 'retry-after': 'Fri, 28 Nov 2026' }, 3_000],
  ])('%s says how long', async (_, status, body, header, pause) => {
    server.answer(status, body, header)
    server.answer(200)
    const found = outcome(call('GET', '/me'))

    await vi.advanceTimersByTimeAsync(pause - 10)
    expect(server.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20)

    expect(found.is).toBe('')
  })

  it('after a minute it is not reached, in the words of the server', async () => {
    away(20)
    const found = outcome(call('GET', '/me'))

    await vi.advanceTimersByTimeAsync(59_000)
    expect(found.is).toBeUndefined()
    await vi.advanceTimersByTimeAsync(2_000)

    expect(found.is).toBeInstanceOf(Unreachable)
    expect(inWords(found.is)).toBe(AWAY.detail)
    expect(server.asked).toHaveLength(13)
  })

  it('whoever is told to wait for longer is not kept waiting at all', async () => {
    server.answer(503, '', { 'Retry-After': '120' })
    const found = outcome(call('GET', '/me'))

    await vi.advanceTimersByTimeAsync(0)

    expect(found.is).toBeInstanceOf(Unreachable)
    expect(inWords(found.is)).toContain('没有应答')
  })

  it('a page that is left is no longer waited for', async () => {
    away(20)
    const found = outcome(cancel('VB1', ''))

    await vi.advanceTimersByTimeAsync(1_000)
    server.leave()
    await vi.advanceTimersByTimeAsync(1_000)

    expect(found.is).toBeInstanceOf(Unreachable)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.asked).toHaveLength(1)
  })

  it('a cut network is told at once, as the owner can mend it', async () => {
    away()
    server.cut()
    const found = outcome(call('GET', '/me'))

    await vi.advanceTimersByTimeAsync(5_010)

    expect(found.is).toBeInstanceOf(Unreachable)
    expect(inWords(found.is)).toContain('网络不通')
  })
})

describe('what is asked again', () => {
  it.each([
    ['a hold', () => hold(1, 2, 'key'), '/bookings'],
    ['a confirmation', () => confirm('VB1', FORM), '/bookings/VB1/confirm'],
    ['a cancellation', () => cancel('VB1', ''), '/bookings/VB1/cancel'],
    ['what is read on a photo', () => read('d1', 20), '/documents/d1?wait=20'],
  ])('%s', async (_, ask, path) => {
    away()
    server.answer(200, { done: true })
    const found = outcome(ask())

    await vi.advanceTimersByTimeAsync(5_010)

    expect(found.is).toEqual({ done: true })
    expect(server.asked.map(({ url }) => url)).toEqual([`/api/v1${path}`, `/api/v1${path}`])
    expect(server.asked[1]).toEqual(server.asked[0]) // with the same key and all that was entered
  })

  it('a photo, with its key', async () => {
    server.answer(503, JSON.stringify(AWAY)) // an upload's answer is text
    server.answer(202, JSON.stringify({ id: 'd1' }))
    const found = outcome(upload('identity_card', 'small', 'one', () => undefined))

    await vi.advanceTimersByTimeAsync(5_010)

    expect(found.is).toEqual({ id: 'd1' })
    expect(server.asked.map(({ header }) => header['Idempotency-Key'])).toEqual(['one', 'one'])
  })

  it.each([
    ['a code by text message', () => sendCode('13800138000', 'solved')],
    ['what the API does not say may be done twice', () => call('POST', '/me/vehicles')],
  ])('not %s', async (_, ask) => {
    away()
    const found = outcome(ask())

    await vi.advanceTimersByTimeAsync(60_000)

    expect(server.asked).toHaveLength(1)
    expect((found.is as Unreachable).problem?.retryAfterSeconds).toBe(5)
  })

  it('not what the server refuses, also for now', async () => {
    server.answer(503, { code: 'intake_busy', detail: '请重新上传。', retry_after_seconds: 5 })
    const found = outcome(call('GET', '/x'))

    await vi.advanceTimersByTimeAsync(60_000)

    expect((found.is as Refused).code).toBe('intake_busy')
    expect(server.asked).toHaveLength(1)
  })
})
