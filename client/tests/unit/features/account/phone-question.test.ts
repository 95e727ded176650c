import { describe, expect, it } from 'vitest'
import { Refused, Unreachable, problemOf } from '@/api/problem'
import {
  isOver,
  personQuestionIn,
  questionIn,
  triesLeftIn,
} from '@/features/account/phone-question'

const refused = (status: number, body: object) => new Refused(problemOf(status, body))
const asks = { code: 'phone_in_question', question: 'q'.repeat(43), tries_left: 3 }

describe('what the server asks about a phone', () => {
  it('is a question with the tries that are left', () => {
    expect(questionIn(refused(409, asks))).toEqual({ question: asks.question, triesLeft: 3 })
  })

  it('is none in any other refusal, nor in one without its question', () => {
    expect(questionIn(refused(409, { ...asks, code: 'phone_taken' }))).toBeNull()
    expect(questionIn(refused(409, { code: 'phone_in_question' }))).toBeNull()
    expect(questionIn(new Unreachable())).toBeNull()
  })

  it('counts down with each wrong proof, and stays when the network is cut', () => {
    expect(triesLeftIn(refused(422, { code: 'phone_proof_wrong', tries_left: 2 }), 3)).toBe(2)
    expect(triesLeftIn(refused(409, { code: 'phone_proof_tried_too_often' }), 3)).toBe(0)
    expect(triesLeftIn(new Unreachable(), 3)).toBe(3)
  })

  it('is over once it was answered or took too long', () => {
    expect(isOver(refused(409, { code: 'phone_question_expired' }))).toBe(true)
    expect(isOver(refused(422, { code: 'phone_proof_wrong' }))).toBe(false)
  })
})

describe('what the server asks about another person', () => {
  it('is a question that the answer brings back', () => {
    const asks = { code: 'another_person', question: 'q'.repeat(43) }
    expect(personQuestionIn(refused(409, asks))).toBe(asks.question)
  })

  it('is none in any other refusal, nor in one without its question', () => {
    expect(personQuestionIn(refused(409, { code: 'hold_lapsed', question: 'q' }))).toBe('')
    expect(personQuestionIn(refused(409, { code: 'another_person' }))).toBe('')
    expect(personQuestionIn(new Unreachable())).toBe('')
  })
})
