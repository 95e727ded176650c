/** The owner's own details, and whom to call. */
import { language } from '@/i18n'
import { shown } from '@/platform/credentials'
import { address, call } from './call'
import type { Closing, Me, MessageTemplate, Receipt, RetentionRule, Support, View } from './types'

export function me(): Promise<Me> {
  return call('GET', '/me')
}

export function rename(name: string): Promise<Me> {
  return call('PATCH', '/me', { body: { name } })
}

export function changePhone(phone: string, code: string): Promise<Me> {
  return call('PATCH', '/me', { body: { phone, code, ...shown('attempt', 'device') } })
}

/** Take a number over that another account had long ago. */
export function takeOver(question: string): Promise<Me> {
  return call('PATCH', '/me', { body: { question, ...shown('device') } })
}

export function closeAccount(): Promise<void> {
  return call('DELETE', '/me')
}

/** What closing the account now would erase at once, and what it would leave. */
export function closing(): Promise<Closing> {
  return call('GET', '/me/closing')
}

/** What is kept of owners, why and how long. */
export async function retention(): Promise<RetentionRule[]> {
  return (await call<{ items: RetentionRule[] }>('GET', '/retention')).items
}

/** Who looked at the owner's data in full: role and purpose, newest first. */
export async function views(): Promise<View[]> {
  return (await call<{ items: View[] }>('GET', '/me/views')).items
}

/** A page to read in the owner's language, the same for programs, and photos: a link sends no headers of ours. */
export function exportAddress(): string {
  return address('/me/data', { format: 'zip', language: language.value })
}

/** My receipts, newest first. */
export async function receipts(): Promise<Receipt[]> {
  return (await call<{ items: Receipt[] }>('GET', '/me/receipts')).items
}

export function receiptAddress(serial: string): string {
  return address(`/me/receipts/${encodeURIComponent(serial)}.pdf`)
}

interface Templates {
  templates: MessageTemplate[]
}

/** The messages that WeChat can send about bookings; none where the server has no WeChat. */
export async function messageTemplates(): Promise<MessageTemplate[]> {
  return (await call<Templates>('GET', '/me/subscriptions')).templates
}

/** Count one more message for each of these, which the owner has just accepted. */
export function acceptMessages(templates: string[]): Promise<Templates> {
  return call('POST', '/me/subscriptions', { body: { templates } })
}

export function support(): Promise<Support> {
  return call('GET', '/support')
}
