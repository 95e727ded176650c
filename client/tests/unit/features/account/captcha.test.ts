import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { base64, solve } from '@/features/account/captcha'

function challenge(number: number, maxnumber: number) {
  const salt = 'a1b2?expires=1'
  const hash = createHash('sha256').update(`${salt}${number}`).digest('hex')
  return { algorithm: 'SHA-256', challenge: hash, salt, maxnumber, signature: 'signed' }
}

it('the challenge is answered with the number that fits', async () => {
  const answer = await solve(challenge(1234, 5000))

  const sent = JSON.parse(Buffer.from(answer, 'base64').toString()) as Record<string, unknown>
  expect(sent).toMatchObject({ algorithm: 'SHA-256', number: 1234, signature: 'signed' })
  expect(Object.keys(sent).sort()).toEqual([
    'algorithm',
    'challenge',
    'number',
    'salt',
    'signature',
  ])
})

it('the largest number is tried too', async () => {
  await expect(solve(challenge(800, 800))).resolves.toBeTruthy()
})

it('a long challenge tells how far it is, and lets the page breathe', async () => {
  const shares: number[] = []

  await solve(challenge(59_000, 60_000), (share) => shares.push(share))

  expect(shares.length).toBeGreaterThan(1)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(Math.max(...shares)).toBeLessThan(1)
})

it('a challenge without an answer is an error, not a wait', async () => {
  await expect(solve(challenge(901, 900))).rejects.toThrow('no answer')
})

it.each(['', 'a', 'ab', 'abc', 'abcd', '电池'])('base64 of "%s" is that of everyone', (text) => {
  expect(base64(text)).toBe(Buffer.from(text).toString('base64'))
})
