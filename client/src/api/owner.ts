/** The owner's own details, and whom to call. */
import { address, call } from './call'
import type { Me, Receipt, Support } from './types'

export function me(): Promise<Me> {
  return call('GET', '/me')
}

export function rename(name: string): Promise<Me> {
  return call('PATCH', '/me', { body: { name } })
}

export function changePhone(phone: string, code: string): Promise<Me> {
  return call('PATCH', '/me', { body: { phone, code } })
}

export function closeAccount(): Promise<void> {
  return call('DELETE', '/me')
}

export function exportAddress(): string {
  return address('/me/data')
}

/** My receipts, newest first. */
export async function receipts(): Promise<Receipt[]> {
  return (await call<{ items: Receipt[] }>('GET', '/me/receipts')).items
}

export function receiptAddress(serial: string): string {
  return address(`/me/receipts/${encodeURIComponent(serial)}.pdf`)
}

export function support(): Promise<Support> {
  return call('GET', '/support')
}
