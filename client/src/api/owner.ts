/** The owner's own details, and whom to call. */
import { address, call } from './call'
import type { Me, Support } from './types'

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

export function support(): Promise<Support> {
  return call('GET', '/support')
}
