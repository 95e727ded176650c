import { expect, it } from 'vitest'
import type { OwnerDocument } from '@/api/types'
import { doubts } from '@/features/documents/doubts'

const field = (value: string, doubtful = false) => ({
  value,
  confidence: 1,
  doubtful,
  corrected: false,
})

function licence(fields: OwnerDocument['fields']): OwnerDocument {
  return { id: 'd2', kind: 'vehicle_licence', state: 'recognised', fields, problems: [] }
}

it('only a deciding field that is not sure is asked about', () => {
  const vin = field('LGXCE6DB7J0123456', true)
  const vehicleLicence = licence({ owner: field('张三'), vin, model: field('x', true) })

  const asked = doubts({ identityCard: null, vehicleLicence })

  expect(asked.map(({ name, value }) => [name, value])).toEqual([['vin', 'LGXCE6DB7J0123456']])
})

it('nothing is asked about what is sure, or not there', () => {
  const vehicleLicence = licence({ vin: field('LGXCE6DB7J0123456') })

  expect(doubts({ identityCard: null, vehicleLicence })).toEqual([])
})
