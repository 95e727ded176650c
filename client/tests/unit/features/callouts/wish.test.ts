import { expect, it } from 'vitest'
import { dayChoices, type Entries, wishOf, wrongIn } from '@/features/callouts/wish'

const entries: Entries = {
  phone: '138 0013 8000',
  place: ' 金桥路 1 号 ',
  date: '2026-11-24',
  part: 'morning',
  plate: '沪a·d12345',
  note: '',
}
const standing = { drives: false, signs: [], charge: 'below' as const }

it('whoever is to come needs a place, whoever calls does not', () => {
  expect(wrongIn('tow', { ...entries, place: ' ' })).toEqual({ place: 'check.place' })
  expect(wrongIn('danger', { ...entries, place: '' })).toEqual({})
  expect(wrongIn('danger', { ...entries, phone: '12' })).toEqual({ phone: 'check.phone_form' })
})

it('a wish is sent with what was answered, and a day only where somebody comes', () => {
  const point = { longitude: 121.6, latitude: 31.25 }

  expect(wishOf('outlet-1', 'tow', standing, entries, point)).toEqual({
    drives: false,
    signs: [],
    charge: 'below',
    outlet_id: 'outlet-1',
    kind: 'tow',
    phone: '13800138000',
    place: '金桥路 1 号',
    position: '121.600000,31.250000',
    plate: '沪AD12345',
    note: '',
    wanted_date: '2026-11-24',
    wanted_part: 'morning',
  })
  const danger = wishOf('outlet-1', 'danger', { drives: true, signs: ['smell'] }, entries, null)
  expect(danger).not.toHaveProperty('wanted_date')
  expect(danger).not.toHaveProperty('position')
})

it('days begin today, and in the evening tomorrow', () => {
  expect(dayChoices(Date.parse('2026-11-23T09:00:00+08:00'))[0]?.value).toBe('2026-11-23')
  expect(dayChoices(Date.parse('2026-11-23T19:00:00+08:00'))[0]?.value).toBe('2026-11-24')
})
