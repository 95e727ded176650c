import { afterEach, describe, expect, it } from 'vitest'
import { fetchWords, language } from '@/i18n'
import { clock, dateOf, dayInWords, nearDay, spanInWords } from '@/i18n/dates'

afterEach(() => (language.value = 'zh-Hans'))

describe('Beijing time', () => {
  it('is shown whatever the zone of the instant', () => {
    expect(clock('2026-11-23T01:30:00Z')).toBe('09:30')
    expect(clock('2026-11-23T09:30:00+08:00')).toBe('09:30')
    expect(dateOf('2026-11-22T16:00:00Z')).toBe('2026-11-23')
    expect(dateOf('2026-11-22T15:59:59Z')).toBe('2026-11-22')
  })

  it('is written in both languages', async () => {
    await fetchWords('en')
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
