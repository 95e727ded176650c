import { beforeEach, expect, it, vi } from 'vitest'
import { language } from '@/i18n'
import { knowSite, siteColours, siteLead, siteLogo, siteName, siteShort } from '@/state/site'
import { stubUni } from '../stub'

const SITE = {
  name_zh: '绿电回收',
  name_en: 'GreenCell Recycling',
  short_zh: '绿电',
  short_en: 'GreenCell',
  lead_zh: '旧电池交给绿电。',
  lead_en: '',
  logo: '/logo.png?v=12345678',
  light: { accent: '#0b4fd6', soft: '#e7edfb', on: '#ffffff' },
  dark: { accent: '#a5bff1', soft: '#303840', on: '#101318' },
}

function inPage(said: string | undefined) {
  vi.stubGlobal('document', { querySelector: () => (said ? { content: said } : null) })
}

beforeEach(() => {
  stubUni()
  language.value = 'zh-Hans'
})

it('what the page brings along is known at once, in either language', () => {
  inPage(JSON.stringify(SITE))
  knowSite()

  expect([siteName.value, siteShort.value, siteLead.value]).toEqual([
    '绿电回收',
    '绿电',
    '旧电池交给绿电。',
  ])
  language.value = 'en'
  expect([siteName.value, siteShort.value, siteLead.value]).toEqual([
    'GreenCell Recycling',
    'GreenCell',
    '',
  ])
  expect(siteLogo.value).toBe('/logo.png?v=12345678')
  expect(siteColours.value).toBe(
    '--brand:#0b4fd6;--brand-soft:#e7edfb;--brand-on:#ffffff;' +
      '--dark-brand:#a5bff1;--dark-brand-soft:#303840;--dark-brand-on:#101318',
  )
})

it('without it the style sheets and words of the client stand', () => {
  inPage(undefined)
  knowSite()

  expect([siteName.value, siteLogo.value, siteColours.value]).toEqual(['', '', ''])
})
