import { afterEach, describe, expect, it } from 'vitest'
import { firstAnswer } from '@/platform/first-answer'

const place = globalThis as { voltbayFirst?: unknown }
const answer = Promise.resolve({ statusCode: 200, data: { items: [] }, date: undefined })
const asked = (at = Date.now()) => ({
  at,
  language: 'en',
  answers: new Map([['/api/v1/outlets', answer]]),
})

describe('an answer that was asked for before the app had come', () => {
  afterEach(() => {
    delete place.voltbayFirst
  })

  it('is given once, to whoever asks just that', () => {
    place.voltbayFirst = asked()

    expect(firstAnswer('/api/v1/cities', 'en')).toBeUndefined()
    expect(firstAnswer('/api/v1/outlets', 'en')).toBe(answer)
    expect(firstAnswer('/api/v1/outlets', 'en')).toBeUndefined()
  })

  it('is not given in another language, nor when it is old', () => {
    place.voltbayFirst = asked()
    expect(firstAnswer('/api/v1/outlets', 'zh-Hans')).toBeUndefined()

    place.voltbayFirst = asked(Date.now() - 60_000)
    expect(firstAnswer('/api/v1/outlets', 'en')).toBeUndefined()
  })

  it('is not there where nothing ran before', () => {
    expect(firstAnswer('/api/v1/outlets', 'en')).toBeUndefined()
  })
})
