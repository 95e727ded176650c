import { beforeEach, expect, it } from 'vitest'
import { language } from '@/i18n'
import { forgetDrafts } from '@/state/drafts'
import { enlarge, largeType, rememberPhone, rememberedPhone, speak } from '@/state/preferences'
import { stubUni } from '../stub'

beforeEach(() => void stubUni())

it('what the owner chose is kept on the device', async () => {
  enlarge(true)
  await speak('en')
  rememberPhone('13800138000')

  expect(largeType.value).toBe(true)
  expect(language.value).toBe('en')
  expect(rememberedPhone()).toBe('13800138000')
  forgetDrafts()
  expect(rememberedPhone()).toBe('13800138000')
})
