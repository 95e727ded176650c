import { expect, it } from 'vitest'
import { distance } from '@/features/outlets/distance'

it('distances are said as people say them', () => {
  expect([null, 4, 424, 1234, 12345].map(distance)).toEqual([
    '',
    '10 m',
    '420 m',
    '1.2 km',
    '12 km',
  ])
})
