import { beforeEach, expect, it } from 'vitest'
import { adoptDraft, carryDraft, draftOf, keepDraft, moveDraft } from '@/state/drafts'
import { stubUni } from '../stub'

const draft = {
  name: '张三',
  phone: '13800138000',
  relation: 'self',
  carAfter: 'kept',
  note: '',
  identityCard: 'd1',
  vehicleLicence: '',
}

beforeEach(() => void stubUni())

it('a draft survives closing the app, for two days', () => {
  keepDraft('VB1', draft, 0)

  expect(draftOf('VB1', 3600_000)).toEqual(draft)
  expect(draftOf('VB1', 49 * 3600_000)).toBeNull()
  expect(draftOf('VB1', 0)).toBeNull()
})

it('a hold taken again goes on with what was typed', () => {
  keepDraft('VB1', draft)

  moveDraft('VB1', 'VB2')

  expect(draftOf('VB2')).toEqual(draft)
  expect(draftOf('VB1')).toBeNull()
})

it('what was typed goes along to the next time that is held, within a visit', () => {
  keepDraft('VB1', { name: '王五' })
  carryDraft('VB1')
  expect(draftOf('VB1')).toBeNull()

  adoptDraft('VB2')

  expect(draftOf('VB2')).toEqual({ name: '王五' })
  adoptDraft('VB3')
  expect(draftOf('VB3')).toBeNull()
})

it('what was carried yesterday is not for whoever holds a time today', () => {
  keepDraft('VB1', { name: '王五' })
  carryDraft('VB1')

  adoptDraft('VB2', Date.now() + 24 * 3600 * 1000)

  expect(draftOf('VB2')).toBeNull()
})
