import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

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
)
