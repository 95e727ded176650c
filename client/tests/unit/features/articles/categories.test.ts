import { afterEach, expect, it } from 'vitest'
import { choices, wayFrom } from '@/features/articles/categories'
import { fetchWords, language } from '@/i18n'

afterEach(() => {
  language.value = 'zh-Hans'
})

it('offers everything first, then each category in the language that is shown', async () => {
  expect(choices().map(({ label }) => label)).toEqual([
    '全部',
    '政策法规',
    '安全提示',
    '办理指南',
    '召回信息',
    '网点公告',
  ])

  await fetchWords('en')
  language.value = 'en'

  expect(choices()[4]).toEqual({ value: 'recall', label: 'Recalls' })
})

it.each([
  [
    { outlet: 'o', company: null },
    { page: 'time', where: { outlet: 'o' }, words: 'article.book' },
  ],
  [
    { outlet: null, company: 'c' },
    { page: 'company', where: { id: 'c' }, words: 'article.company' },
  ],
  [
    { outlet: null, company: null },
    { page: 'home', words: 'article.near' },
  ],
])('leads on from %j', (article, way) => {
  expect(wayFrom(article)).toEqual(way)
})
