import { beforeEach, describe, expect, it } from 'vitest'
import { serverNow } from '@/api/clock'
import type { Booking } from '@/api/types'
import { holdAgain, holdThatGoesOn } from '@/features/booking/hold-again'
import { answerTriage, forgetTriage, triage } from '@/state/triage'
import { stubUni } from '../../stub'

const AT = '2026-11-23T09:00:00+08:00'
const LAPSED = {
  code: 'VB1',
  state: 'expired',
  starts_at: AT,
  outlet: { id: 'outlet-1' },
  service: { id: 7 },
} as Booking
const FREE = {
  days: [{ date: '2026-11-23', starts: [{ slot_id: 3, starts_at: AT, places_left: 1 }] }],
}

let uni: ReturnType<typeof stubUni>

beforeEach(() => {
  uni = stubUni()
  forgetTriage()
})

it('holds the same time with what was said of the car, also after the app was opened anew', async () => {
  answerTriage({ drives: true, signs: [], charge: 'above' })
  triage.value = null // only the device remembers
  uni.answer(200, LAPSED)
  uni.answer(200, FREE)
  uni.answer(201, { code: 'VB2' })

  const held = await holdAgain(LAPSED)

  expect(held?.code).toBe('VB2')
  expect(uni.asked[2]?.data).toEqual({
    slot_id: 3,
    service_id: 7,
    triage: { drives: true, signs: [], charge: 'above' },
  })
})

it.each([
  [30, 'VB1', 'is kept, as it is still held'],
  [1, 'VB2', 'is held anew, as it ends before anything can be done with it'],
])('a hold with %i seconds left becomes %s: it %s', async (seconds, code) => {
  const until = new Date(serverNow() + seconds * 1000).toISOString()
  answerTriage({ drives: true, signs: [], charge: 'above' })
  uni.answer(200, { ...LAPSED, state: 'held', held_until: until })
  uni.answer(200, FREE)
  uni.answer(201, { code: 'VB2' })

  const held = await holdAgain(LAPSED)

  expect(held?.code).toBe(code)
})

describe('a hold that is about to end', () => {
  const endsIn = (seconds: number) => new Date(serverNow() + seconds * 1000).toISOString()
  const HELD = { ...LAPSED, state: 'held', held_until: endsIn(20) } as Booking

  it('takes the new end that the server gave it', async () => {
    const later = endsIn(300)
    uni.answer(200, { ...HELD, held_until: later })

    expect((await holdThatGoesOn(HELD))?.held_until).toBe(later)
  })

  it.each([
    ['it has expired', 200, LAPSED],
    ['its end came', 200, { ...HELD, held_until: endsIn(0) }],
    ['nobody can be asked', 404, { code: 'not_found' }],
  ])('does not go on where %s', async (_, status, answer) => {
    uni.answer(status, answer)

    expect(await holdThatGoesOn(HELD)).toBeNull()
  })
})
