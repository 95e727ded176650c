/** Fields that decide, were read, and are not sure: the owner is asked to compare them. */
import { labelOf } from './fields'
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
    if (!document || !found?.doubtful) return []
    return [{ name, label: labelOf(document.kind, name), value: found.value }]
  })
}
