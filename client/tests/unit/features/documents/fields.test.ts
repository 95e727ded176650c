import { expect, it } from 'vitest'
import { rows } from '@/features/documents/fields'

const field = { value: '比亚迪', confidence: 0.6, doubtful: false, corrected: false }

it('fields stand in the order of the document, and unknown and empty ones are left out', () => {
  const shown = rows('vehicle_licence', {
    vin: field,
    plate: field,
    colour: field,
    model: { ...field, value: '' },
  })

  expect(shown.map(({ name }) => name)).toEqual(['plate', 'vin'])
})

it('a doubtful field is marked', () => {
  const shown = rows('vehicle_licence', { plate: field, model: { ...field, doubtful: true } })

  expect(shown.map(({ value, doubtful }) => [value, doubtful])).toEqual([
    ['比亚迪', false],
    ['比亚迪', true],
  ])
})
