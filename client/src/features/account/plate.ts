/** Number plates of the mainland, judged before anything is sent. Source: GA 36-2018. */
import type { Verdict } from '@/ui/verdict'
import { withHyphens } from './folding'

const OFFICE = '[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-Z]'
// Green plates have eight characters: D, A, B, C, E are pure electric, F to K are not.
const SMALL = `${OFFICE}[A-HJK][A-HJ-NP-Z0-9]\\d{4}`
const LARGE = `${OFFICE}\\d{5}[A-HJK]`
const ORDINARY = `${OFFICE}[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]`
const PLATE = new RegExp(`^(${SMALL}|${LARGE}|${ORDINARY})$`)
const SEPARATORS = /[·•・･‧∙.-]/g

/** Capitals without spaces and separators, as the server keeps it. */
export function plainPlate(entry: string): string {
  return withHyphens(entry).toUpperCase().replace(SEPARATORS, '')
}

export function checkPlate(entry: string): Verdict {
  const plate = plainPlate(entry)
  if (!plate) return 'check.plate_missing'
  return PLATE.test(plate) ? null : 'check.plate_form'
}
