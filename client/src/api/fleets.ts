/** Companies that book for many cars: the account, its people, its cars, its blocks and receipts. */
import { address, call } from './call'
import { sendFile } from './send-file'
import type {
  Block,
  BlockDetail,
  Fleet,
  FleetCar,
  FleetInvitation,
  FleetMember,
  FleetReceipt,
  FleetRole,
  ListEffect,
  PlanWish,
  Proposal,
} from './types'

const at = (id: string, rest = '') => `/fleets/${encodeURIComponent(id)}${rest}`

export interface Application {
  name: string
  credit_code: string
  contact_name: string
  contact_phone: string
  evidence_kind: 'business_licence' | 'letter'
}

export function fleets(): Promise<{ items: Fleet[]; invitations: FleetInvitation[] }> {
  return call('GET', '/fleets')
}

export function fleet(id: string): Promise<Fleet> {
  return call('GET', at(id))
}

/** Ask for an account with a photo of a paper. Raises Refused `fleet_known` or `credit_code_check`. */
export function ask(application: Application, photo: string): Promise<Fleet> {
  return sendFile('/fleets', { name: 'image', filePath: photo, formData: { ...application } })
}

export function join(invitation: number): Promise<Fleet> {
  return call('POST', `/fleet-invitations/${invitation}/join`, { body: {} })
}

export function decline(invitation: number): Promise<void> {
  return call('DELETE', `/fleet-invitations/${invitation}`, { mayRepeat: true })
}

export async function members(id: string): Promise<FleetMember[]> {
  return (await call<{ items: FleetMember[] }>('GET', at(id, '/members'))).items
}

export function invite(id: string, phone: string, role: FleetRole): Promise<FleetMember> {
  return call('POST', at(id, '/members'), { body: { phone, role } })
}

/** Raises Refused `fleet_last_manager` if nobody would manage. */
export function changeRole(id: string, member: number, role: FleetRole): Promise<FleetMember> {
  return call('POST', at(id, `/members/${member}`), { body: { role } })
}

/** Raises Refused `fleet_last_manager` if nobody would manage. */
export function leave(id: string): Promise<void> {
  return call('POST', at(id, '/leave'), { body: {} })
}

export function letGo(id: string, member: number): Promise<void> {
  return call('DELETE', at(id, `/members/${member}`))
}

export async function cars(id: string): Promise<FleetCar[]> {
  return (await call<{ items: FleetCar[] }>('GET', at(id, '/vehicles'))).items
}

/** Try a list of cars; with `seen` of what was shown, have it written. */
export function upload(id: string, filePath: string, seen?: string): Promise<ListEffect> {
  const formData: Record<string, string> = seen ? { seen } : {}
  return sendFile(at(id, '/vehicles'), { name: 'list', filePath, formData })
}

export function templateAddress(id: string): string {
  return address(at(id, '/vehicles/template.xlsx'))
}

export function takeOff(id: string, car: string): Promise<void> {
  return call('DELETE', at(id, `/vehicles/${encodeURIComponent(car)}`))
}

/** A time for every car, held by nobody yet. Raises Refused `block_places_too_few`. */
export function plan(id: string, wish: PlanWish): Promise<Proposal> {
  return call('POST', at(id, '/plan'), { body: wish })
}

/** Hold all times of a plan or none. Safe to repeat with the same key. Raises Refused `block_full`. */
export function hold(
  id: string,
  serviceId: number,
  planned: Proposal['cars'],
  key: string,
): Promise<BlockDetail> {
  const seats = planned.map(({ vehicle, slot_id }) => ({ vehicle, slot_id }))
  const body = { service_id: serviceId, cars: seats }
  return call('POST', at(id, '/blocks'), { body, headers: { 'Idempotency-Key': key } })
}

export async function blocks(id: string): Promise<Block[]> {
  return (await call<{ items: Block[] }>('GET', at(id, '/blocks'))).items
}

export function block(id: string, code: string): Promise<BlockDetail> {
  return call('GET', at(id, `/blocks/${encodeURIComponent(code)}`))
}

export function confirm(id: string, code: string): Promise<BlockDetail> {
  return call('POST', at(id, `/blocks/${encodeURIComponent(code)}/confirm`), { body: {} })
}

/** Cancel single cars by their bookings, or all. Raises Refused `block_cars_too_late`. */
export function cancel(
  id: string,
  code: string,
  reason: string,
  bookings?: string[],
): Promise<BlockDetail> {
  const body = bookings ? { reason, bookings } : { reason }
  return call('POST', at(id, `/blocks/${encodeURIComponent(code)}/cancel`), { body })
}

export async function receipts(id: string): Promise<FleetReceipt[]> {
  return (await call<{ items: FleetReceipt[] }>('GET', at(id, '/receipts'))).items
}

export function tableAddress(id: string, form: 'csv' | 'xlsx'): string {
  return address(at(id, `/receipts.${form}`))
}

export function paperAddress(id: string, serial: string): string {
  return address(at(id, `/receipts/${encodeURIComponent(serial)}.pdf`))
}
