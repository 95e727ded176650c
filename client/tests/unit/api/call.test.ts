import { beforeEach, describe, expect, it, vi } from 'vitest'
import { address, call } from '@/api/call'
import { atFields, inWords } from '@/api/failure'
import { Refused, Unreachable } from '@/api/problem'
import { language } from '@/i18n'
import { whenSessionLost } from '@/platform/credentials'
import { stubUni } from '../stub'

let server: ReturnType<typeof stubUni>

beforeEach(() => {
  server = stubUni()
  language.value = 'zh-Hans'
})

async function refusal(): Promise<Refused> {
  const error = await call('POST', '/x').catch((problem: unknown) => problem)
  expect(error).toBeInstanceOf(Refused)
  return error as Refused
}

describe('a call', () => {
  it('says the language and leaves empty arguments out', async () => {
    server.answer(200, { items: [] })
    language.value = 'en'

    await call('GET', '/outlets', { query: { q: '电池', city: '', cursor: undefined } })

    expect(server.asked[0]).toMatchObject({
      url: `/api/v1/outlets?q=${encodeURIComponent('电池')}`,
      header: { 'Accept-Language': 'en' },
    })
    expect(address('/me')).toBe('/api/v1/me')
  })

  it('gives what the server answers', async () => {
    server.answer(201, { code: 'VB1' })
    await expect(call('POST', '/bookings')).resolves.toEqual({ code: 'VB1' })
  })

  it('raises a refusal with its code, sentences and wait', async () => {
    server.answer(422, {
      code: 'invalid',
      detail: '请检查。',
      fields: { phone: 'phone_malformed' },
      field_details: { phone: '手机号不对。' },
      retry_after_seconds: 40,
    })

    const error = await refusal()

    expect(error.code).toBe('invalid')
    expect(inWords(error)).toBe('请检查。')
    expect(atFields(error)).toEqual({ phone: '手机号不对。' })
    expect(error.problem.retryAfterSeconds).toBe(40)
  })

  it('has words for a refusal without any', async () => {
    server.answer(418, '<html>teapot</html>')
    expect(inWords(await refusal())).toContain('http_418')
  })

  it('tells a cut network from a refusal', async () => {
    server.cut()
    await expect(call('GET', '/me')).rejects.toBeInstanceOf(Unreachable)
    server.answer(502, '<html>bad gateway</html>')
    await expect(call('POST', '/me')).rejects.toBeInstanceOf(Unreachable)
    expect(inWords(new Unreachable())).toContain('网络')
  })

  it('keeps a 503 that the server means', async () => {
    server.answer(503, { code: 'busy', detail: '请稍候。' })
    expect((await refusal()).code).toBe('busy')
  })

  it('tells the client when the session is gone', async () => {
    const lost = vi.fn()
    whenSessionLost(lost)
    server.answer(401, { code: 'not_signed_in', detail: '请登录。' })

    await refusal()

    expect(lost).toHaveBeenCalledOnce()
  })
})
