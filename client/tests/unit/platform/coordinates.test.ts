import { expect, it } from 'vitest'
import { metres, toGcj02 } from '@/platform/coordinates'

it.each([
  [116.39135, 39.907325, 116.397591, 39.908726],
  [121.473667, 31.230525, 121.47819, 31.228583],
  [139.7, 35.68, 139.7, 35.68],
])('GPS %d, %d lies on Chinese maps at %d, %d', (longitude, latitude, east, north) => {
  const off = metres(toGcj02({ longitude, latitude }), { longitude: east, latitude: north })
  expect(off).toBeLessThan(1)
})
