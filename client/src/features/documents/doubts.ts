/** Fields that decide, were read, and are not sure: the owner is asked to compare them. */
import { t } from '@/i18n'
import type { Recognised } from './needed'

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

export function doubts(recognised: Recognised): Doubt[] {
  return DECIDING.flatMap(([which, name]) => {
    const document = recognised[which]
    const found = document?.state === 'recognised' ? document.fields[name] : undefined // else staff look
    return found?.doubtful ? [{ name, label: t(`field.${name}`), value: found.value }] : []
  })
}
