import { beforeEach, expect, it } from 'vitest'
import { answerTriage, forgetTriage, restoreTriage, triage } from '@/state/triage'
import { end } from '@/state/session'
import { stubUni } from '../stub'

const HOUR = 3600 * 1000
const answers = { drives: true, signs: [], charge: 'below' as const }

beforeEach(() => {
  stubUni()
  forgetTriage()
})

it('the answers outlive a reload, for one visit', () => {
  answerTriage(answers, 0)

  restoreTriage(HOUR)
  expect(triage.value).toEqual(answers)
  restoreTriage(3 * HOUR)
  expect(triage.value).toBeNull()
})

it('whoever signs out leaves none to the next', () => {
  answerTriage(answers)

  end()
  restoreTriage()

  expect(triage.value).toBeNull()
})
