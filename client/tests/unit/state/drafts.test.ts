import { beforeEach, expect, it } from 'vitest'
import { draftOf, keepDraft, moveDraft } from '@/state/drafts'
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
