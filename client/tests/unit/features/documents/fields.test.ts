import { expect, it } from 'vitest'
import { pieces, rows } from '@/features/documents/fields'

it('doubtful characters are marked where they stand', () => {
  const field = { value: '比亚迪', confidence: 0.6, corrected: false }

  expect(pieces({ ...field, doubtful: [1, 2] })).toEqual([
    { text: '比', doubtful: false },
    { text: '亚迪', doubtful: true },
  ])
  expect(pieces({ ...field, doubtful: true })).toEqual([{ text: '比亚迪', doubtful: true }])
  const shown = rows('vehicle_licence', {
    vin: { ...field, doubtful: false },
    plate: { ...field, doubtful: false },
    colour: { ...field, doubtful: false },
  })
  expect(shown.map(({ name }) => name)).toEqual(['plate', 'vin'])
})
