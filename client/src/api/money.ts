/** What a battery may fetch, what an outlet offers for it, and the owner's answer. */
import { call } from './call'
import type { Destination, PriceRange, Quote, Signature } from './types'

const at = (code: string, rest = '') => `/bookings/${encodeURIComponent(code)}/quotes${rest}`

/** What an outlet's batteries may fetch today; nothing where nobody says. */
export function prices(outletId: string): Promise<{ items: PriceRange[]; note: string }> {
  return call('GET', `/outlets/${encodeURIComponent(outletId)}/prices`)
}

/** The outlet's offers for a booking's batteries, newest first. */
export async function quotes(code: string): Promise<Quote[]> {
  return (await call<{ items: Quote[] }>('GET', at(code))).items
}

export function accept(
  code: string,
  quote: Quote,
  signature: Signature,
  to: Destination | null,
): Promise<Quote> {
  const body = { total_yuan: quote.total_yuan, signature, to }
  return call('POST', at(code, `/${quote.number}/accept`), { body })
}

export function refuse(code: string, quote: Quote, why: string): Promise<Quote> {
  return call('POST', at(code, `/${quote.number}/refuse`), { body: { why } })
}
