import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { fill, languageOf } from '@/i18n'
import { en } from '@/i18n/en'
import { zhHans } from '@/i18n/zh-Hans'

const SOURCES = join(__dirname, '../../../src')
const WORDS = ['i18n/zh-Hans.ts', 'i18n/en.ts']
const HAN = /\p{Script=Han}/u
const keys = Object.keys(zhHans) as (keyof typeof zhHans)[]

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

const gaps = (words: string) => (words.match(/\{\w+\}/g) ?? []).sort()

it('both languages have every word, with the same gaps', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  for (const key of keys) expect([key, gaps(en[key])]).toEqual([key, gaps(zhHans[key])])
})

it('English words are English, apart from the name of the other language', () => {
  const chinese = keys.filter((key) => HAN.test(en[key]))
  expect(chinese).toEqual(['me.language'])
})

it('pages hold no words of their own', () => {
  const pages = files(SOURCES).filter((path) => path.endsWith('.vue'))
  const withWords = pages.filter((path) => HAN.test(template(readFileSync(path, 'utf8'))))
  expect(withWords).toEqual([])
})

it('every word is used', () => {
  const code = files(SOURCES)
    .filter((path) => /\.(vue|ts)$/.test(path) && !WORDS.includes(relative(SOURCES, path)))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const built = [...code.matchAll(/`([\w.]+)\$\{[^}]+\}(\w*)`/g)].map(
    ([, start, tail]) => [start, tail] as const,
  )
  const used = (key: string) =>
    code.includes(`'${key}'`) ||
    built.some(([start, tail]) => key.startsWith(start ?? '-') && key.endsWith(tail ?? ''))
  expect(keys.filter((key) => !used(key))).toEqual([])
})

it('gaps are filled, and unknown ones are left to be seen', () => {
  expect(fill('{n} of {m}', { n: 1 })).toBe('1 of {m}')
  expect(['en-GB', 'zh-CN', 'fr'].map(languageOf)).toEqual(['en', 'zh-Hans', 'zh-Hans'])
})

function template(source: string): string {
  const from = source.indexOf('<template>')
  return source.slice(from, source.lastIndexOf('</template>')).replace(/<!--.*?-->/gs, '')
}
