import { expect, it } from 'vitest'
import {
  type Answers,
  inOneLine,
  missing,
  offers,
  outcomeOf,
  triageOf,
} from '@/features/callouts/triage'

const answers = (changes: Partial<Answers> = {}): Answers => ({
  drives: 'yes',
  signs: [],
  none: true,
  charge: 'below',
  ...changes,
})

it('any sign is danger, whether the car drives or not; what stands is towed', () => {
  expect(outcomeOf({ drives: true, signs: [] })).toBe('book')
  expect(outcomeOf({ drives: false })).toBe('no_drive')
  expect(outcomeOf({ drives: true, signs: ['smell'] })).toBe('danger')
  expect(outcomeOf({ drives: false, signs: ['crash'] })).toBe('danger')
})

it('nothing is taken for answered that was not', () => {
  expect(missing(answers())).toEqual({})
  expect(missing(answers({ drives: '', none: false, charge: '' }))).toEqual({
    drives: 'check.drives',
    signs: 'check.signs',
    charge: 'check.charge',
  })
  expect(missing(answers({ none: false, signs: ['leak'] }))).toEqual({})
})

it('the answers are sent as the server takes them, and shown in one line', () => {
  const sent = triageOf(answers({ drives: 'no', signs: ['smoke', 'leak'], charge: 'above' }))

  expect(sent).toEqual({ drives: false, signs: ['smoke', 'leak'], charge: 'above' })
  expect(inOneLine(sent)).toBe('不能行驶 · 冒烟、发烫或有火花、漏液 · 电量 30% 以上')
  expect(inOneLine({ drives: true })).toBe('能行驶 · 无危险迹象 · 电量不清楚')
})

it('an outlet offers what it has a radius for', () => {
  expect(offers({ tow_km: 30, on_site_km: null })).toEqual([{ kind: 'tow', km: 30 }])
  expect(offers({ tow_km: null, on_site_km: null })).toEqual([])
})
