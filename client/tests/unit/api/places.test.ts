import { expect, it } from 'vitest'
import { outletsOf } from '@/api/places'
import { stubUni } from '../stub'

it('lists every outlet of a city, however many pages it takes', async () => {
  const server = stubUni()
  server.answer(200, { items: [{ id: 'a' }], next: 'more' })
  server.answer(200, { items: [{ id: 'b' }], next: null })

  const all = await outletsOf('310100')

  expect(all.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(server.asked[1]?.url).toContain('cursor=more')
})
