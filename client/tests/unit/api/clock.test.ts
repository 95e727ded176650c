import { expect, it } from 'vitest'
import { noteServerTime, serverNow } from '@/api/clock'
import { nearDay } from '@/i18n/dates'

it('a phone whose clock is wrong still counts by the server’s', () => {
  const phone = Date.parse('2026-11-23T09:16:00+08:00')

  noteServerTime('Mon, 23 Nov 2026 01:00:00 GMT', phone)
  expect(serverNow(phone + 1000)).toBe(Date.parse('2026-11-23T09:00:01.500+08:00'))
  noteServerTime(undefined, phone)
  expect(serverNow(phone)).toBe(Date.parse('2026-11-23T09:00:00.500+08:00'))
})

it.each([-400, 400])('a phone that is %s days off names today as the server does', (days) => {
  const server = Date.parse('2026-11-23T09:00:00+08:00')
  noteServerTime(new Date(server).toUTCString(), server + days * 24 * 3600 * 1000)

  const now = serverNow(server + days * 24 * 3600 * 1000)

  expect(nearDay('2026-11-23', now)).toBe('今天')
  expect(nearDay('2026-11-24', now)).toBe('明天')
})
