/** What the server asks when a phone was proven after so long that it may have another holder by now. */
import { Refused } from '@/api/problem'

export interface PhoneQuestion {
  /** Answers once, for a quarter of an hour. */
  question: string
  triesLeft: number
}

/** The question that a refusal asks, or null if it asks none. */
export function questionIn(error: unknown): PhoneQuestion | null {
  if (!(error instanceof Refused) || error.code !== 'phone_in_question') return null
  const { question, tries_left: triesLeft } = error.problem.body
  if (typeof question !== 'string') return null
  return { question, triesLeft: typeof triesLeft === 'number' ? triesLeft : 0 }
}

/** What is asked when the card is of nobody that the account has booked for, or '' if it is not. */
export function personQuestionIn(error: unknown): string {
  if (!(error instanceof Refused) || error.code !== 'another_person') return ''
  const { question } = error.problem.body
  return typeof question === 'string' ? question : ''
}

/** Whether it is too late to answer: a new code asks anew. */
export function isOver(error: unknown): boolean {
  return error instanceof Refused && error.code === 'phone_question_expired'
}

/** How many more proofs are looked at, after one was not right. */
export function triesLeftIn(error: unknown, before: number): number {
  if (!(error instanceof Refused)) return before
  if (error.code === 'phone_proof_tried_too_often') return 0
  const left = error.problem.body.tries_left
  return typeof left === 'number' ? left : before
}
