/** What a booking's car is known by: its plate, else why it has none and the end of its VIN. */
import type { Booking } from '@/api/types'
import { t } from '@/i18n'

const SHOWN = 3 // characters of a masked VIN's end

export function plateInWords({ plate, no_plate: why, vin }: Booking): string {
  if (!why) return plate ?? ''
  const words = t(`no_plate.${why}`)
  return plate ? `${plate} (${words})` : `${words} · VIN …${(vin ?? '').slice(-SHOWN)}`
}
