import { beforeEach, expect, it } from 'vitest'
import * as fleets from '@/api/fleets'
import { Refused, Unreachable } from '@/api/problem'
import { stubUni } from '../stub'

let server: ReturnType<typeof stubUni>

beforeEach(() => {
  server = stubUni()
})

it('sends a list as a form and gives what it would do', async () => {
  server.answer(200, JSON.stringify({ done: false, created: 2, seen: 'x' }))

  const effect = await fleets.upload('f1', 'blob:list')

  expect(effect.created).toBe(2)
  expect(server.asked[0]?.url).toBe('/api/v1/fleets/f1/vehicles')
  expect(server.asked[0]?.header['Content-Type']).toBeUndefined()
})

it('raises the refusal of a list, and that nobody answered', async () => {
  server.answer(422, JSON.stringify({ code: 'fleet_rows_wrong', detail: '有 1 行有误。' }))

  await expect(fleets.upload('f1', 'blob:list', 'x')).rejects.toBeInstanceOf(Refused)
  await expect(fleets.upload('f1', 'blob:list', 'x')).rejects.toBeInstanceOf(Unreachable)
})

it('holds a plan by its cars and slots alone, under its key', async () => {
  server.answer(201, { code: 'VF1' })
  const car = { vehicle: 'v1', slot_id: 7, plate: '沪AD00001', starts_at: '', ends_at: '' }

  await fleets.hold('f1', 3, [car], 'key-12345')

  expect(server.asked[0]).toMatchObject({
    url: '/api/v1/fleets/f1/blocks',
    data: { service_id: 3, cars: [{ vehicle: 'v1', slot_id: 7 }] },
    header: { 'Idempotency-Key': 'key-12345' },
  })
})

it('cancels single cars, or all where none is named', async () => {
  server.answer(200, {})
  server.answer(200, {})

  await fleets.cancel('f1', 'VF1', '改期', ['VB1'])
  await fleets.cancel('f1', 'VF1', '改期')

  expect(server.asked.map(({ data }) => data)).toEqual([
    { reason: '改期', bookings: ['VB1'] },
    { reason: '改期' },
  ])
})
