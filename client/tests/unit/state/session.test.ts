import { beforeEach, expect, it, vi } from 'vitest'
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

it('where the browser keeps nothing the server is asked who is signed in', async () => {
  vi.stubGlobal('uni', { ...uni, getStorageSync: throws, setStorageSync: throws })
  phone.answer(200, {})

  restoreSession()
  expect(signedIn.value).toBe(true)
  await vi.waitFor(() => expect(phone.asked).toHaveLength(1))
  expect(phone.asked[0]?.url).toContain('/me')
})

it('a guest who is known as one is not asked about', () => {
  end()
  restoreSession()

  expect(signedIn.value).toBe(false)
  expect(phone.asked).toHaveLength(0)
})

function throws() {
  throw new DOMException('denied', 'SecurityError')
}

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
