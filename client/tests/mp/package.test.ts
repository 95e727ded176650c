/** What WeChat asks of a mini-program's package. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const DIST = resolve(__dirname, '../../dist/build/mp-weixin')
const LIMIT = 2 * 1024 * 1024 // WeChat's limit of a main package

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

const app = JSON.parse(readFileSync(join(DIST, 'app.json'), 'utf8')) as {
  pages: string[]
  permission: Record<string, { desc: string }>
  requiredPrivateInfos: string[]
  __usePrivacyCheck__: boolean
}

it('the main package is far under the limit', () => {
  const bytes = files(DIST).reduce((sum, path) => sum + statSync(path).size, 0)
  expect(bytes).toBeLessThan(LIMIT / 3)
})

it('it asks for privacy consent and says what a position is for', () => {
  expect(app.__usePrivacyCheck__).toBe(true)
  expect(app.requiredPrivateInfos).toEqual(['getLocation'])
  expect(app.permission['scope.userLocation']?.desc).toBeTruthy()
})

it('it has every page of the browser client', () => {
  const pages = readFileSync(resolve(__dirname, '../../src/pages.json'), 'utf8')
  const named = [...pages.matchAll(/"path": "([^"]+)"/g)].map(([, path]) => path)
  expect(app.pages).toEqual(named)
  for (const page of app.pages) expect(statSync(join(DIST, `${page}.wxml`)).size).toBeGreaterThan(0)
})

it('WeChat’s own compiler takes every template', () => {
  const { wxmlToJs } = createRequire(__filename)('miniprogram-compiler') as {
    wxmlToJs(folder: string): string
  }
  expect(wxmlToJs(DIST).length).toBeGreaterThan(1000)
})

it('no visitor is numbered for the framework’s maker', () => {
  const numbering = files(DIST).filter((path) =>
    readFileSync(path, 'utf8').includes('__DC_STAT_UUID'),
  )
  expect(numbering).toEqual([])
})

it('no file names a host of the framework’s maker', () => {
  const naming = files(DIST).filter((path) => readFileSync(path, 'utf8').includes('dcloud.net.cn'))
  expect(naming).toEqual([])
})
