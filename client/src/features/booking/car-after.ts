/** What becomes of the car once its battery is out. */
import type { CarAfter } from '@/api/types'
import { t } from '@/i18n'

/** Nobody need know it when booking: the outlet asks before the removal is finished. */
export const UNDECIDED = 'undecided'

const CAR_AFTER: readonly (CarAfter | typeof UNDECIDED)[] = [
  UNDECIDED,
  'battery_replaced',
  'kept',
  'to_be_scrapped',
]

export function carAfterChoices() {
  return CAR_AFTER.map((value) => ({
    value,
    label: t(`car_after.${value}`),
    hint: t(`car_after.${value}_means`),
  }))
}
