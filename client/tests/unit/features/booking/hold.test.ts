import { describe, expect, it } from 'vitest'
import { left, minutes, worthSaying } from '@/features/booking/hold'

describe('a hold', () => {
  const until = '2026-11-23T09:15:00+08:00'
  const at = (clockTime: string) => Date.parse(`2026-11-23T${clockTime}+08:00`)

  it('counts down to the second', () => {
    expect(left(until, at('09:00:00'))).toMatchObject({
      seconds: 900,
      words: '15:00',
      short: false,
    })
    expect(left(until, at('09:13:01'))).toMatchObject({ words: '1:59', short: true, lapsed: false })
  })

  it('is over at its end, and never negative', () => {
    expect(left(until, at('09:15:00'))).toMatchObject({ seconds: 0, lapsed: true })
    expect(left(until, at('09:20:00'))).toMatchObject({ seconds: 0, words: '0:00' })
    expect(left(null, at('09:00:00')).lapsed).toBe(true)
  })

  it('is read out at few moments', () => {
    const said = Array.from({ length: 900 }, (_, s) => s).filter(worthSaying)
    expect(said).toEqual([30, 60, 120, 300, 600])
    expect(minutes(61)).toBe('1:01')
  })
})
