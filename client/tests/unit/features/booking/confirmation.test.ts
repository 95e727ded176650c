import { describe, expect, it } from 'vitest'
import type { OwnerDocument } from '@/api/types'
import { byEntry, confirmation, type Entries, wrongEntries } from '@/features/booking/confirmation'

function paper(kind: OwnerDocument['kind'], values: Record<string, string>): OwnerDocument {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, confidence: 1, doubtful: false, corrected: false },
    ]),
  )
  return { id: kind, kind, state: 'recognised', fields, problems: [] }
}

const recognised = {
  identityCard: paper('identity_card', { name: '张三' }),
  vehicleLicence: paper('vehicle_licence', { owner: '张三' }),
}
const filled: Entries = {
  name: '张三',
  phone: '138 0013 8000',
  relation: 'self',
  carAfter: 'kept',
  note: ' 下午到 ',
  fuel: '',
  mass: '',
}

describe('the booking form', () => {
  it('finds nothing wrong when everything agrees', () => {
    expect(wrongEntries(filled, recognised)).toEqual({})
  })

  it('names every entry that is missing', () => {
    const empty: Entries = {
      ...filled,
      ...{ name: '', phone: '', relation: '', carAfter: 'undecided', note: '' },
    }

    const wrong = wrongEntries(empty, { identityCard: null, vehicleLicence: null })

    expect(Object.keys(wrong).sort()).toEqual(
      ['identityCard', 'name', 'phone', 'relation', 'vehicleLicence'].sort(),
    )
  })

  it('misses the paper that its owner means to show', () => {
    const papers = { identityCard: 'passport', vehicleLicence: 'vehicle_licence' } as const

    const wrong = wrongEntries(filled, { ...recognised, identityCard: null }, false, papers)

    expect(wrong).toEqual({ identityCard: 'document.passport_missing' })
  })

  it('leaves names to the server, which knows what may be misread', () => {
    const misread = { ...recognised, identityCard: paper('identity_card', { name: '王铉' }) }

    expect(wrongEntries({ ...filled, name: '王𬭎' }, misread)).toEqual({})
  })

  it('refuses a note that is too long', () => {
    expect(wrongEntries({ ...filled, note: '长'.repeat(201) }, recognised).note).toBe(
      'check.note_long',
    )
  })

  it('sends what the server wants, tidied', () => {
    expect(confirmation(filled, recognised)).toEqual({
      name: '张三',
      phone: '13800138000',
      identity_card: 'identity_card',
      vehicle_licence: 'vehicle_licence',
      relation: 'self',
      car_after: 'kept',
      note: '下午到',
      checked: [],
    })
  })

  it('leaves open what becomes of the car, as long as its owner has not decided', () => {
    expect(confirmation({ ...filled, carAfter: 'undecided' }, recognised).car_after).toBeNull()
  })

  it('asks what drives the car only where its papers do not tell', () => {
    expect(wrongEntries(filled, recognised, true).fuel).toBe('check.fuel')
    expect(wrongEntries({ ...filled, fuel: 'hybrid' }, recognised, true).fuel).toBeUndefined()
  })

  it('takes a mass that a car can have, or none', () => {
    expect(wrongEntries({ ...filled, mass: '16000' }, recognised).mass).toBeUndefined()
    for (const mass of ['12,5', '499', '1000001'])
      expect(wrongEntries({ ...filled, mass }, recognised).mass).toBe('check.mass')
  })

  it('sends what the owner says of the car', () => {
    const told = confirmation({ ...filled, fuel: 'electric', mass: '16000' }, recognised)

    expect([told.fuel, told.mass_kg]).toEqual(['electric', 16000])
  })

  it('says what the owner compared', () => {
    expect(confirmation(filled, recognised, ['vin']).checked).toEqual(['vin'])
  })

  it('shows the server’s sentences at its own entries', () => {
    expect(byEntry({ identity_card: 'a', name: 'b' })).toEqual({ identityCard: 'a', name: 'b' })
  })
})
