import { expect, it } from 'vitest'
import { problems } from '@/ui/verdict'

it('only what is wrong is kept', () => {
  expect(problems({ phone: null, code: 'check.code_form' })).toEqual({ code: 'check.code_form' })
})
