/** Fields that decide, were read, and are not sure: the owner is asked to compare them. */
import { t } from '@/i18n'
import type { Papers } from './papers'

export interface Doubt {
  name: 'number' | 'plate' | 'vin'
  label: string
  value: string
}

const DECIDING = [
  ['identityCard', 'number'],
  ['vehicleLicence', 'plate'],
  ['vehicleLicence', 'vin'],
] as const

export function doubts(papers: Papers): Doubt[] {
  return DECIDING.flatMap(([paper, name]) => {
    const found = papers[paper]?.fields?.[name]
    return found?.doubtful ? [{ name, label: t(`field.${name}`), value: found.value }] : []
  })
}
