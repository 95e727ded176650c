/** Asking an outlet to call, to tow, or to remove a battery where the car stands. */
import { call } from './call'
import { sendFile } from './send-file'
import type { CallOut, CallOutWish, Outlet } from './types'

const at = (id: string, rest = '') => `/call-outs/${encodeURIComponent(id)}${rest}`

/** Safe to repeat with the same key. */
export function ask(wish: CallOutWish, key: string): Promise<CallOut> {
  return call('POST', '/call-outs', { body: wish, headers: { 'Idempotency-Key': key } })
}

/** What I asked for and what became of it, newest first. */
export async function callOuts(): Promise<CallOut[]> {
  return (await call<{ items: CallOut[] }>('GET', '/call-outs')).items
}

export function withdraw(id: string): Promise<void> {
  return call('DELETE', at(id), { mayRepeat: true })
}

/** The nearest other outlets that tow or come. */
export async function thatCome(outletId: string): Promise<Outlet[]> {
  const path = `/outlets/${encodeURIComponent(outletId)}/that-come`
  return (await call<{ items: Outlet[] }>('GET', path)).items
}

/** Add a photo of the car; a second one takes its place. Raises Refused, or Unreachable when it may be sent again. */
export function addPhoto(id: string, filePath: string): Promise<CallOut> {
  return sendFile(at(id, '/photo'), { name: 'image', filePath, mayRepeat: true })
}
