import { beforeEach, expect, it } from 'vitest'
import { draftOf, keepDraft } from '@/state/drafts'
import { begin, end, restoreSession, signedIn } from '@/state/session'
import { stubUni } from '../stub'

let phone: ReturnType<typeof stubUni>
beforeEach(() => (phone = stubUni()))

it('in a browser the token is never kept where scripts can read it', () => {
  begin('secret-token')

  expect(signedIn.value).toBe(true)
  expect(JSON.stringify([...phone.storage])).not.toContain('secret-token')
})

it('signing out leaves no draft behind', () => {
  begin('t')
  keepDraft('VB1', {
    name: '张三',
    phone: '13800138000',
    relation: 'self',
    carAfter: 'kept',
    note: '',
    identityCard: 'd1',
    vehicleLicence: '',
  })

  end()

  expect(signedIn.value).toBe(false)
  expect(draftOf('VB1')).toBeNull()
  restoreSession()
  expect(signedIn.value).toBe(false)
})
