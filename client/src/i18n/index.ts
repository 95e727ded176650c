/** Words of the client in the owner's language. `t` is reactive: pages follow a change of language. */
import { ref, shallowReactive } from 'vue'
// #ifndef H5
import { en } from './en'
// #endif
import { zhHans } from './zh-Hans'

export type Language = 'zh-Hans' | 'en'
export type Key = keyof typeof zhHans

const words = shallowReactive<Partial<Record<Language, Record<Key, string>>>>({ 'zh-Hans': zhHans })
// #ifndef H5
words.en = en
// #endif

/** Have the words of a language at hand: a browser fetches those that few want. Rejects without a network. */
export async function fetchWords(wanted: Language): Promise<void> {
  // #ifdef H5
  words[wanted] ??= (await import('./en')).en
  // #endif
  void wanted
}
export type Params = Record<string, string | number>

/** What each language calls itself. */
export const LANGUAGES: Record<Language, string> = { 'zh-Hans': '简体中文', en: 'English' }

export const language = ref<Language>('zh-Hans')

/** The words for `key`, with `{name}` replaced from `params`; nothing until they are there. */
export function t(key: Key, params: Params = {}): string {
  return fill(words[language.value]?.[key] ?? '', params)
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
