import { afterEach, describe, expect, it } from 'vitest'
import { clock, dateOf, dayInWords, nearDay, spanInWords } from '@/i18n/dates'
import { noteServerTime, serverNow } from '@/api/clock'
import { left, minutes, worthSaying } from '@/features/booking/hold'
import { language } from '@/i18n'

afterEach(() => (language.value = 'zh-Hans'))

describe('Beijing time', () => {
  it('is shown whatever the zone of the instant', () => {
    expect(clock('2026-11-23T01:30:00Z')).toBe('09:30')
    expect(clock('2026-11-23T09:30:00+08:00')).toBe('09:30')
    expect(dateOf('2026-11-22T16:00:00Z')).toBe('2026-11-23')
    expect(dateOf('2026-11-22T15:59:59Z')).toBe('2026-11-22')
  })

  it('is written in both languages', () => {
    const span = ['2026-11-23T09:30:00+08:00', '2026-11-23T10:30:00+08:00'] as const

    expect(spanInWords(...span)).toBe('11月23日 周一 09:30–10:30')
    language.value = 'en'
    expect(spanInWords(...span)).toBe('Mon 23 Nov 09:30–10:30')
  })

  it('names today and tomorrow', () => {
    const now = Date.parse('2026-11-23T23:30:00+08:00')

    expect(nearDay('2026-11-23', now)).toBe('今天')
    expect(nearDay('2026-11-24T08:00:00+08:00', now)).toBe('明天')
    expect(nearDay('2026-11-25', now)).toBe('11月25日 周三')
    expect(dayInWords('2026-02-29')).toBe('3月1日 周日')
  })
})

it('a phone whose clock is wrong still counts by the server’s', () => {
  const phone = Date.parse('2026-11-23T09:16:00+08:00')

  noteServerTime('Mon, 23 Nov 2026 01:00:00 GMT', phone)
  expect(serverNow(phone + 1000)).toBe(Date.parse('2026-11-23T09:00:01.500+08:00'))
  noteServerTime(undefined, phone)
  expect(serverNow(phone)).toBe(Date.parse('2026-11-23T09:00:00.500+08:00'))
})

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
