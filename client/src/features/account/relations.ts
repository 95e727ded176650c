/** Whose the car is, seen from the owner of the account. */
import type { Relation } from '@/api/types'
import { t } from '@/i18n'

const RELATIONS: readonly Relation[] = ['self', 'company', 'relative']

export function relationChoices() {
  return RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))
}
