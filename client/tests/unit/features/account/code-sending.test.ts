import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Refused } from '@/api/problem'
import { signIn } from '@/api/sign-in'
import { useCodeSending } from '@/features/account/code-sending'
import { language } from '@/i18n'
import { stubUni } from '../../stub'

let server: ReturnType<typeof stubUni>

vi.mock('vue', async (actual) => ({ ...(await actual<object>()), onUnmounted: () => undefined }))

beforeEach(() => {
  server = stubUni()
  language.value = 'zh-Hans'
})
afterEach(() => {
  vi.useRealTimers()
})

function challenge(number: number, maxnumber = 50) {
  const salt = `salt?work=${maxnumber}&`
  const hash = createHash('sha256').update(`${salt}${number}`).digest('hex')
  return { algorithm: 'SHA-256', challenge: hash, salt, maxnumber, signature: 's' }
}

const tooSmall = (number: number) => ({
  code: 'captcha_too_small',
  detail: '需要更长的安全验证。',
  challenge: challenge(number, 100),
})
const sent = (more: object = {}) => ({
  attempt: 'n',
  joined: false,
  resend_after_seconds: 60,
  expires_in_seconds: 300,
  ...more,
})
const numberIn = (at: number) => {
  const { captcha } = server.asked[at]?.data as { captcha: string }
  return (JSON.parse(Buffer.from(captcha, 'base64').toString()) as { number: number }).number
}

it('a harder challenge is solved and sent without a further tap', async () => {
  server.answer(200, challenge(7))
  server.answer(422, tooSmall(83))
  server.answer(202, sent())
  const { send, sent: said, wait } = useCodeSending()

  await send('138 0013 8000')

  expect(server.asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST'])
  expect([numberIn(1), numberIn(2)]).toEqual([7, 83])
  expect(said.value).toContain('验证码已发送')
  expect(wait.value).toBe(60)
})

it('a price that never stops growing is told in the end', async () => {
  server.answer(200, challenge(7))
  for (let round = 0; round < 9; round += 1) server.answer(422, tooSmall(8))
  const { send, sending } = useCodeSending()

  await expect(send('13800138000')).rejects.toBeInstanceOf(Refused)

  expect(server.asked).toHaveLength(6)
  expect(sending.value).toBe(false)
})

it('whoever joins is told to type the code that was sent, and may ask again soon', async () => {
  server.answer(200, challenge(7))
  server.answer(202, sent({ joined: true, resend_after_seconds: 3000, expires_in_seconds: 130 }))
  const { send, sent: said, wait } = useCodeSending()

  await send('13800138000')

  expect(said.value).toContain('刚刚已发送')
  expect(said.value).toContain('2 分钟')
  expect(wait.value).toBe(60)
})

it('when the tries are used up one may ask again at once', async () => {
  server.answer(200, challenge(7))
  server.answer(202, sent())
  server.answer(422, { code: 'code_tried_too_often', detail: '请重新获取。' })
  const { send, sent: said, wait, afterTyping } = useCodeSending()
  await send('13800138000')

  afterTyping(await signIn('13800138000', '123456', []).catch((error: unknown) => error))

  expect(wait.value).toBe(0)
  expect(said.value).toBe('')
})

it('a browser leaves nonce and device to its cookies', async () => {
  server.answer(200, challenge(7))
  server.answer(202, sent())
  await useCodeSending().send('13800138000')
  server.answer(200, { token: 't', device: 'd', owner: {}, expires_at: '' })
  await signIn('13800138000', '123456', [])

  expect(Object.keys(server.asked[1]?.data as object)).toEqual(['phone', 'captcha'])
  expect(Object.keys(server.asked[2]?.data as object)).toEqual(['phone', 'code', 'agreements'])
  expect([...server.storage.keys()]).toEqual([])
})
