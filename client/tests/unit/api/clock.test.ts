import { expect, it } from 'vitest'
import { noteServerTime, serverNow } from '@/api/clock'

it('a phone whose clock is wrong still counts by the server’s', () => {
  const phone = Date.parse('2026-11-23T09:16:00+08:00')

  noteServerTime('Mon, 23 Nov 2026 01:00:00 GMT', phone)
  expect(serverNow(phone + 1000)).toBe(Date.parse('2026-11-23T09:00:01.500+08:00'))
  noteServerTime(undefined, phone)
  expect(serverNow(phone)).toBe(Date.parse('2026-11-23T09:00:00.500+08:00'))
})
