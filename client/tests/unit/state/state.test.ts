import { beforeEach, expect, it } from 'vitest'
import { draftOf, forgetDrafts, keepDraft, moveDraft } from '@/state/drafts'
import { enlarge, largeType, rememberPhone, rememberedPhone, speak } from '@/state/preferences'
import { begin, end, restoreSession, signedIn } from '@/state/session'
import { language } from '@/i18n'
import { stubUni } from '../stub'

let phone: ReturnType<typeof stubUni>
const draft = {
  name: '张三',
  phone: '13800138000',
  relation: 'self',
  carAfter: 'kept',
  note: '',
  identityCard: 'd1',
  vehicleLicence: '',
}

beforeEach(() => {
  phone = stubUni()
})

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

it('in a browser the token is never kept where scripts can read it', () => {
  begin('secret-token')

  expect(signedIn.value).toBe(true)
  expect(JSON.stringify([...phone.storage])).not.toContain('secret-token')
})

it('signing out leaves no draft behind', () => {
  begin('t')
  keepDraft('VB1', draft)

  end()

  expect(signedIn.value).toBe(false)
  expect(draftOf('VB1')).toBeNull()
  restoreSession()
  expect(signedIn.value).toBe(false)
})

it('what the owner chose is kept on the device', () => {
  enlarge(true)
  speak('en')
  rememberPhone('13800138000')

  expect(largeType.value).toBe(true)
  expect(language.value).toBe('en')
  expect(rememberedPhone()).toBe('13800138000')
  forgetDrafts()
  expect(rememberedPhone()).toBe('13800138000')
})
