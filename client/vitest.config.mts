import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'

const BLOCK = /^[ \t]*\/\/ #(ifdef|ifndef) (\S+)\n([\s\S]*?)^[ \t]*\/\/ #endif\n/gm

/** Unit tests run the browser's half of the sources, as the uni plugin would leave it. */
function browserHalf(): Plugin {
  const kept = (_: string, word: string, target: string, block: string) =>
    (word === 'ifdef') === (target === 'H5') ? block : ''
  return {
    name: 'browser-half',
    enforce: 'pre',
    transform: (code, id) => (id.includes('/src/') ? code.replace(BLOCK, kept) : undefined),
  }
}

// Apart from vite.config.ts: tests run the sources and the built mini-program, not the uni plugin.
export default defineConfig({
  plugins: [browserHalf()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'mp', include: ['tests/mp/**/*.test.ts'], environment: 'jsdom' },
      },
      {
        extends: true,
        test: {
          name: 'mp before 2019',
          include: ['tests/mp/journeys.test.ts'],
          environment: 'jsdom',
          env: { VOLTBAY_WEIXIN_WITHOUT: 'chooseMedia' },
        },
      },
    ],
    testTimeout: 20000,
  },
})
