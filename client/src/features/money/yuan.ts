/** Prices in words. */
import type { Payout, PriceRange, Quote } from '@/api/types'
import { known, t } from '@/i18n'
import { dateOf } from '@/i18n/dates'

/** E.g. `¥5,280` or `¥12.80`: no decimals where there are none. */
export function yuan(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `¥${grouped}${Number(cents) ? `.${cents}` : ''}`
}

export function chemistry(letter: string): string {
  return known(`chemistry.${letter || 'unknown'}`) || letter
}

/** E.g. `200–500 kg`; nothing for a range of any mass. */
export function massOf({ mass_from_kg: from, mass_below_kg: below }: PriceRange): string {
  return t('price.mass', { from: Number(from), below: Number(below) })
}

export function rangeOf({ low_yuan: low, high_yuan: high, unit }: PriceRange): string {
  const span = low === high ? yuan(low) : `${yuan(low)}–${yuan(high)}`
  return t(`price.per_${unit}`, { span })
}

/** What one battery fetches, with how it was reckoned. */
export function reckoned(line: Quote['lines'][number]): string {
  const mass = Number(line.mass_kg)
  const full =
    line.unit === 'kg'
      ? t('quote.by_kg', { mass, unit: yuan(line.unit_yuan) })
      : t('quote.by_pack', { mass })
  const less = Number(line.deduction_yuan)
    ? t('quote.deducted', { yuan: yuan(line.deduction_yuan), why: line.deduction_why })
    : ''
  return full + less
}

/** What became of a payout, with the day and the end of the account. */
export function payoutInWords(payout: Payout): string {
  const way = payout.way ? t(`way_to_pay.${payout.way}`) : ''
  const day = payout.paid_at ? dateOf(payout.paid_at) : ''
  const said = [t(`payout.${payout.state}`), way, payout.account, day]
  return said.filter(Boolean).join(' · ')
}
