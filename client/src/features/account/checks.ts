/** Whether a person's phone number, code and name are complete and well formed, and how they are kept. */
import type { Verdict } from '@/ui/verdict'
import { plain, plainCode, plainPhone, seen } from './folding'

// The cards' own separator is U+00B7; keyboards offer many that look like it.
const DOTS = /[•・･．‧∙․⋅.]/g
// With the private use area, where fonts keep characters of names that have no place yet.
const HAN = '[\\p{Script=Han}〇\ue000-\uf8ff]'
const ANY_HAN = new RegExp(HAN, 'u')
const HAN_NAME = new RegExp(`^${HAN}+(·${HAN}+)*$`, 'u')
// Foreigners' papers print a comma behind the family name.
const LATIN_NAME = /^\p{L}+(['’-]\p{L}+)*\.?(,? \p{L}+(['’-]\p{L}+)*\.?)*$/u
const NAME_LIMIT = 50 // 25 Han characters and their separators fit; Source: 民委发〔2016〕33号

/** The name as the server will keep it: one separator (U+00B7), no spaces in a Han name, single ones in others and behind
 * the comma of a foreigner's. */
export function plainName(entry: string): string {
  const folded = seen(entry)
  const words = folded.split(/\s+/).filter(Boolean)
  if (ANY_HAN.test(folded)) return words.join('').replace(DOTS, '·')
  return words
    .join(' ')
    .replace(/ ?, ?/g, ', ')
    .replace(/^[, ]+|[, ]+$/g, '')
}

export function checkPhone(entry: string): Verdict {
  if (!plain(entry)) return 'check.phone_missing'
  return /^1[3-9]\d{9}$/.test(plainPhone(entry)) ? null : 'check.phone_form'
}

export function checkCode(entry: string): Verdict {
  if (!plain(entry)) return 'check.code_missing'
  return /^\d{6}$/.test(plainCode(entry)) ? null : 'check.code_form'
}

export function checkName(entry: string): Verdict {
  const name = plainName(entry)
  if (!name) return 'check.name_missing'
  if ([...name].length > NAME_LIMIT) return 'check.name_long'
  const wellFormed = ANY_HAN.test(name) ? HAN_NAME : LATIN_NAME
  return wellFormed.test(name) ? null : 'check.name_form'
}
