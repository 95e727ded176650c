/** Words of the client in the owner's language. `t` is reactive: pages follow a change of language. */
import { ref } from 'vue'
import { en } from './en'
import { zhHans } from './zh-Hans'

const words = { 'zh-Hans': zhHans, en }

export type Language = keyof typeof words
export type Key = keyof typeof zhHans
export type Params = Record<string, string | number>

/** What each language calls itself. */
export const LANGUAGES: Record<Language, string> = { 'zh-Hans': '简体中文', en: 'English' }

export const language = ref<Language>('zh-Hans')

/** The words for `key`, with `{name}` replaced from `params`. */
export function t(key: Key, params: Params = {}): string {
  return fill(words[language.value][key], params)
}

/** The words for a key that a code of the server's makes; none when this client is too old to know the code. */
export function known(key: string): string {
  return isKey(key) ? t(key) : ''
}

function isKey(text: string): text is Key {
  return Object.prototype.hasOwnProperty.call(zhHans, text)
}

export function fill(pattern: string, params: Params): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  )
}

/** The client's language for a tag such as `zh-CN` or `en-GB`; Chinese where neither fits. */
export function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith('en') ? 'en' : 'zh-Hans'
}
