import { expect, it } from 'vitest'
import type { Booking } from '@/api/types'
import { type Event, noteOf, titleOf } from '@/features/booking/history'

const event = (more: Partial<Event>): Event => ({
  at: '2026-11-22T01:00:00Z',
  from: 'held',
  to: 'confirmed',
  actor: 'owner',
  why: '',
  details: {},
  ...more,
})
const booking = (reason: string | null = null) => ({ cancel_reason: reason }) as Booking

it('a move is called by the state it led to', () => {
  expect(titleOf(event({}))).toBe('已确认')
  expect(noteOf(event({ from: '', why: 'walk_in' }), booking())).toBe('到店登记')
})

it('another time in the same state says what it was before, and the outlet’s reason', () => {
  const moved = event({
    from: 'confirmed',
    why: 'rescheduled',
    details: { from: '2026-11-23T01:00:00+00:00', reason: 'outlet_closed' },
  })

  expect(titleOf(moved)).toBe('改约了时间')
  expect(noteOf(moved, booking())).toBe('原时间 2026-11-23 09:00 · 网点停业')
})

it('another service says what it was before', () => {
  const swapped = event({
    from: 'held',
    to: 'held',
    why: 'service_swapped',
    details: { service_from: '乘用车动力电池拆卸', service_to: '商用车动力电池拆卸' },
  })

  expect(titleOf(swapped)).toBe('改约了服务')
  expect(noteOf(swapped, booking())).toBe('原服务 乘用车动力电池拆卸')
})

it('a cancelling is told in the words of whoever did it', () => {
  const byOwner = event({ to: 'cancelled', why: 'cancelled' })
  const byOutlet = event({ to: 'cancelled', why: 'storage_full' })

  expect(noteOf(byOwner, booking('时间不合适'))).toBe('时间不合适')
  expect(noteOf(byOutlet, booking('请下周再来'))).toBe('网点贮存已满 · 请下周再来')
})

it('a code that is not known yet is not shown', () => {
  expect(noteOf(event({ why: 'from_the_future' }), booking())).toBe('')
})
