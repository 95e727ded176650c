import { beforeEach, expect, it } from 'vitest'
import { askedBefore, forgetAsked, keepAsked } from '@/features/callouts/draft'
import type { Entries } from '@/features/callouts/wish'
import { stubUni } from '../../stub'

const MONDAY = Date.parse('2026-11-23T09:00:00+08:00')
const fresh: Entries = {
  phone: '13800138000',
  place: '',
  date: '2026-11-23',
  part: 'day',
  plate: '',
  note: '',
}
const typed: Entries = { ...fresh, place: '金桥路 1 号', part: 'morning', note: '冒白烟' }

beforeEach(() => void stubUni())

it('a page that was closed begins with what was typed, as the same request', () => {
  keepAsked('outlet-1', 'danger', typed, 'key-of-alice')

  expect(askedBefore('outlet-1', 'danger', fresh)).toMatchObject({
    entries: { place: '金桥路 1 号', note: '冒白烟' },
    key: 'key-of-alice',
  })
  expect(askedBefore('outlet-1', 'tow', fresh).entries).toEqual(fresh)
})

it('what was sent is forgotten, and the next request is another one', () => {
  keepAsked('outlet-1', 'danger', typed, 'key-of-alice')
  forgetAsked('outlet-1', 'danger')

  const next = askedBefore('outlet-1', 'danger', fresh)

  expect(next.entries).toEqual(fresh)
  expect(next.key).not.toBe('key-of-alice')
})

it('a day that has passed is chosen anew', () => {
  keepAsked('outlet-1', 'tow', { ...typed, date: '2026-11-20' }, 'key-of-alice')

  const { entries } = askedBefore('outlet-1', 'tow', fresh, MONDAY)

  expect(entries).toMatchObject({ date: '2026-11-23', part: 'morning' })
})
