import { beforeEach, expect, it } from 'vitest'
import type { Booking } from '@/api/types'
import { keepBooking, keptBooking } from '@/state/kept-booking'
import { end } from '@/state/session'
import { stubUni } from '../stub'

const BOOKING = {
  code: 'VB1',
  state: 'confirmed',
  starts_at: '2026-11-23T01:00:00Z',
  ends_at: '2026-11-23T02:00:00Z',
  name: '张*',
  plate: '沪AD1***5',
  service: { name: '拆卸' },
  outlet: { name: '金桥', address: '金桥路 1580 号', phone: '021-50890111' },
} as Booking

let phone: ReturnType<typeof stubUni>
beforeEach(() => (phone = stubUni()))

it('what a desk needs is kept, and nothing of the owner and the car', () => {
  keepBooking(BOOKING, '<svg/>')

  expect(keptBooking('VB1')).toMatchObject({ code: 'VB1', qr: '<svg/>', service: '拆卸' })
  expect(keptBooking('VB2')).toBeNull()
  expect(JSON.stringify([...phone.storage])).not.toMatch(/张|沪/)
})

it('it goes when the booking is over and when the owner signs out', () => {
  keepBooking(BOOKING, '<svg/>')
  keepBooking({ ...BOOKING, state: 'cancelled' }, '<svg/>')
  expect(keptBooking()).toBeNull()

  keepBooking(BOOKING, '<svg/>')
  end()
  expect(keptBooking()).toBeNull()
})
