import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Apart from vite.config.ts: tests run the sources and the built mini-program, not the uni plugin.
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['tests/**/*.test.ts'],
    environmentMatchGlobs: [['tests/mp/**', 'jsdom']],
    testTimeout: 20000,
  },
})
