import { expect, it } from 'vitest'
import { markers } from '@/features/outlets/markers'
import { forVendor } from '@/features/outlets/vendor'

const outlet = { id: 'a', name: '浦东金桥', longitude: 121.5948, latitude: 31.2623, phone: '1' }

it('a map’s vendor learns of the owner no more than the place to about 100 m', () => {
  const given = forVendor([outlet], { longitude: 121.473701, latitude: 31.230416 })

  expect(given).toEqual({
    places: [{ id: 'a', name: '浦东金桥', longitude: 121.5948, latitude: 31.2623 }],
    me: { longitude: 121.474, latitude: 31.23 },
  })
  expect(forVendor([], null)).toEqual({ places: [], me: null })
})

it('WeChat’s marks are numbered as the list is', () => {
  expect(markers([outlet, outlet]).map(({ id, label }) => [id, label.content])).toEqual([
    [1, '1'],
    [2, '2'],
  ])
})
