import { expect, it } from 'vitest'
import { cityNear } from '@/features/outlets/city'

const city = (name: string, longitude: number, latitude: number) => ({
  code: name,
  name,
  outlets: 1,
  longitude,
  latitude,
})
const shanghai = city('上海', 121.47, 31.23)
const suzhou = city('苏州', 120.62, 31.3)

it('the nearest city is found', () => {
  expect(cityNear({ longitude: 120.7, latitude: 31.3 }, [shanghai, suzhou])).toBe(suzhou)
})

it('who is far from all of them is in none', () => {
  expect(cityNear({ longitude: 91.1, latitude: 29.6 }, [shanghai, suzhou])).toBeUndefined()
  expect(cityNear({ longitude: 91.1, latitude: 29.6 }, [])).toBeUndefined()
})
