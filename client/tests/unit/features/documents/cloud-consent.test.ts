import { beforeEach, describe, expect, it } from 'vitest'
import type { Offered } from '@/api/types'
import { useCloudConsent } from '@/features/documents/cloud-consent'
import { en } from '@/i18n/en'
import { zhHans } from '@/i18n/zh-Hans'
import { stubUni } from '../../stub'

const text = (kind: string, version = '1') => ({
  kind,
  version,
  title: kind,
  sha256: '',
  effective_at: '2026-01-01T00:00:00Z',
})
const offered: Offered = {
  items: [text('documents'), text('aliyun')],
  cloud: { kind: 'aliyun', name: '阿里云', when: 'doubtful' },
}
const yes = (kind: string, version = '1') => ({ kind, version, at: '2026-11-01T00:00:00Z' })

let server: ReturnType<typeof stubUni>
beforeEach(() => (server = stubUni()))

describe('the consent to a cloud provider', () => {
  it('is not asked for where photos stay with us', () => {
    const { state, know } = useCloudConsent()

    know({ ...offered, cloud: null }, { consents: [] })

    expect(state.cloud).toBeNull()
  })

  it('names the provider, is not ticked beforehand, and agreeing to documents is no yes to it', () => {
    const { state, know } = useCloudConsent()

    know(offered, { consents: [yes('documents')] })

    expect(state).toMatchObject({ cloud: { name: '阿里云', when: 'doubtful' }, agreed: false })
  })

  it('is asked for again when its text has changed', () => {
    const { state, know } = useCloudConsent()
    know(offered, { consents: [yes('aliyun')] })
    expect(state.agreed).toBe(true)

    know({ ...offered, items: [text('aliyun', '2')] }, { consents: [yes('aliyun')] })

    expect(state.agreed).toBe(false)
  })

  it('is recorded when ticked, and taken back when unticked', async () => {
    const { state, know, tick } = useCloudConsent()
    know(offered, { consents: [] })
    server.answer(200, {})
    server.answer(204)

    await tick(true)
    await tick(false)

    const [given, taken] = server.asked
    expect(given).toMatchObject({ method: 'POST', data: { kind: 'aliyun', version: '1' } })
    expect(taken).toMatchObject({ method: 'DELETE', url: '/api/v1/me/consents/aliyun' })
    expect(state).toMatchObject({ agreed: false, error: '' })
  })

  it('stays as the server has it when the network is cut, and says so', async () => {
    const { state, know, tick } = useCloudConsent()
    know(offered, { consents: [] })
    server.cut()

    await tick(true)

    expect(state.agreed).toBe(false)
    expect(state.error).not.toBe('')
  })

  it.each([zhHans, en])('says in words whom photos go to and that it is optional', (words) => {
    for (const when of ['doubtful', 'always'] as const) {
      expect(words[`form.cloud_${when}`]).toContain('{name}')
      expect(words[`form.cloud_${when}`]).toMatch(/可不勾选，不影响预约|you can book without it/)
    }
  })
})
