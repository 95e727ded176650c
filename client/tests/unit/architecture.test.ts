/** The rooms of src/ and who may import whom, as eslint.config.mjs has it: each rule sees what breaks it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

const CLIENT = join(__dirname, '../..')
const SRC = join(CLIENT, 'src')
const eslint = new ESLint({ cwd: CLIENT })

/** The rules that an import at the top of a file of ours would break. */
async function broken(file: string, line: string): Promise<(string | null)[]> {
  const text = file.endsWith('.vue')
    ? `<script setup lang="ts">\n${line}\n</script>\n`
    : `${line}\n`
  const [result] = await eslint.lintText(text, { filePath: join(SRC, file) })
  return (result?.messages ?? [])
    .map(({ ruleId }) => ruleId)
    .filter((rule) => rule?.startsWith('import-x/'))
}

it.each([
  ['ui/AppButton.vue', "import '@/features/booking/BookingCard.vue'"],
  ['ui/AppButton.vue', "import '@/state/drafts'"],
  ['ui/ids.ts', "import type { Booking } from '../api/types'"],
  ['i18n/dates.ts', "import '@/platform/title'"],
  ['platform/title.ts', "import '@/api/owner'"],
  ['api/key.ts', "void import('@/state/session')"],
  ['state/news.ts', "import '@/ui/AppNotice.vue'"],
  ['features/account/checks.ts', "import '@/features/booking/hold'"],
  ['features/documents/fields.ts', "import '@/features/booking/hold'"],
  ['features/outlets/slots.ts', "import '@/features/waitlist/wishes'"],
  ['features/booking/hold.ts', "import '@/features/waitlist/wishes'"],
  ['features/waitlist/wishes.ts', "import '@/pages/home/home.vue'"],
  ['features/waitlist/wishes.ts', "import '@/App.vue'"],
])('%s may not say %s', async (file, line) => {
  expect(await broken(file, line)).toEqual(['import-x/no-restricted-paths'])
})

it.each([
  ['ui/AppPage.vue', "import '@/state/preferences'"],
  ['features/waitlist/WishCard.vue', "import '@/features/booking/HoldClock.vue'"],
  ['features/booking/booking-form.ts', "import '@/features/documents/document'"],
  ['pages/home/home.vue', "import '@/features/outlets/OutletCard.vue'"],
])('%s may say %s', async (file, line) => {
  expect(await broken(file, line)).toEqual([])
})

it.each([
  ['ui/AppOut.vue', "import AppCall from './AppCall.vue'"],
  ['features/outlets/slots.ts', "import MonthCalendar from './MonthCalendar.vue'"],
])('a circle through components is seen: %s, %s', async (file, line) => {
  expect(await broken(file, line)).toEqual(['import-x/no-cycle'])
})

it('nothing imports itself by a detour, not even for a type', () => {
  const imports = new Map(files(SRC).map((file) => [file, importsOf(file)]))

  expect(circle(imports)).toEqual([])
  expect(circle(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['b'] })))).toEqual(['b', 'c', 'b'])
})

function files(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]))
    .filter((path) => /\.(ts|vue)$/.test(path))
}

/** Of either kind: ESLint's rule looks past imports of types. */
function importsOf(file: string): string[] {
  const named = [
    ...readFileSync(file, 'utf8').matchAll(/(?:from |import |import\()'([@.]*\/[^']+)'/g),
  ]
  return named
    .map(([, path = '']) =>
      path.startsWith('@/') ? join(SRC, path.slice(2)) : resolve(dirname(file), path),
    )
    .flatMap((path) => [path, `${path}.ts`, `${path}.d.ts`, join(path, 'index.ts')])
    .filter((path) => existsSync(path) && statSync(path).isFile())
}

/** The first way round that is found, or nothing. */
function circle(imports: Map<string, string[]>): string[] {
  const done = new Set<string>()
  const found = (path: string[]): string[] => {
    const here = path[path.length - 1] ?? ''
    const before = path.indexOf(here)
    if (before < path.length - 1) return path.slice(before).map(short)
    if (done.has(here)) return []
    for (const next of imports.get(here) ?? []) {
      const way = found([...path, next])
      if (way.length) return way
    }
    done.add(here)
    return []
  }
  for (const start of imports.keys()) {
    const way = found([start])
    if (way.length) return way
  }
  return []
}

function short(path: string): string {
  return path.startsWith(SRC) ? relative(SRC, path) : path
}
