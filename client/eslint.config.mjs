import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

const SRC = fileURLToPath(new URL('./src/', import.meta.url))

// Who may import whom. A room may import itself and what stands beside its name; nobody imports App.vue and main.ts.
const BELOW_FEATURES = ['ui', 'state', 'api', 'platform', 'i18n']
const ROOMS = {
  pages: ['features', ...BELOW_FEATURES],
  'features/waitlist': ['features/booking', 'features/outlets', ...BELOW_FEATURES],
  'features/booking': [
    'features/callouts',
    'features/documents',
    'features/outlets',
    'features/account',
    ...BELOW_FEATURES,
  ],
  'features/callouts': ['features/outlets', 'features/account', ...BELOW_FEATURES],
  'features/fleets': ['features/account', ...BELOW_FEATURES],
  'features/documents': BELOW_FEATURES,
  'features/outlets': BELOW_FEATURES,
  'features/account': BELOW_FEATURES,
  'features/money': BELOW_FEATURES,
  'features/articles': BELOW_FEATURES,
  // nothing of bookings; every page tells that a call waits
  ui: ['api/patience.ts', 'state/preferences.ts', 'state/site.ts', 'platform', 'i18n'],
  state: ['api', 'platform', 'i18n'],
  api: ['platform', 'i18n'],
  platform: ['i18n'],
  i18n: ['api/clock.ts'], // today is the server's
}

function zoneOf([room, mayImport]) {
  return {
    target: `${SRC}${room}`,
    from: SRC,
    except: [room, ...mayImport].map((other) => `./${other}`),
    message: `${room} may import ${mayImport.join(', ') || 'nothing'}: see ROOMS in eslint.config.mjs.`,
  }
}

/** A new folder stands in no row and may import nothing, until it is given its place. */
function unplaced() {
  const folders = (path) =>
    readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const rooms = folders(SRC).flatMap(({ name }) =>
    name === 'features' ? folders(`${SRC}features`).map((one) => `features/${one.name}`) : [name],
  )
  return rooms.filter((room) => !(room in ROOMS)).map((room) => zoneOf([room, []]))
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      // Pages are named after what they show: `me`, `time`.
      'vue/multi-word-component-names': 'off',
      // Both halves of an #ifdef stand in one template, so their keys and v-else look doubled.
      'vue/no-dupe-v-else-if': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      complexity: ['error', 10],
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    plugins: { 'import-x': importX },
    // Circles are followed through both kinds of file, whichever of them is being looked at.
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    settings: {
      'import-x/extensions': ['.ts', '.vue'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.d.ts', '.vue'], alias: { '@': [SRC] } }),
      ],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': [
        'error',
        { zones: [...Object.entries(ROOMS).map(zoneOf), ...unplaced()] },
      ],
      'import-x/no-unresolved': 'error',
    },
  },
)
