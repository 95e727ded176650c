/** Asking an outlet to call, to tow, or to remove a battery where the car stands. */
import { accepted, address, call, headers } from './call'
import { Unreachable } from './problem'
import type { CallOut, CallOutWish, Outlet } from './types'

const UPLOAD_TIMEOUT_MS = 120_000 // two megabytes over a slow mobile network
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
  return call('DELETE', at(id))
}

/** The nearest other outlets that tow or come. */
export async function thatCome(outletId: string): Promise<Outlet[]> {
  const path = `/outlets/${encodeURIComponent(outletId)}/that-come`
  return (await call<{ items: Outlet[] }>('GET', path)).items
}

/** Add a photo of the car. Raises Refused, or Unreachable when it may be sent again. */
export function addPhoto(id: string, filePath: string): Promise<CallOut> {
  const header: Record<string, string> = { ...headers('POST') }
  delete header['Content-Type'] // the boundary of the form is written by the platform
  return new Promise((resolve, reject) => {
    uni.uploadFile({
      url: address(at(id, '/photo')),
      filePath,
      name: 'image',
      header,
      timeout: UPLOAD_TIMEOUT_MS,
      success: ({ statusCode, data }) => {
        try {
          resolve(JSON.parse(accepted<string>(statusCode, data)) as CallOut)
        } catch (error) {
          reject(error)
        }
      },
      fail: () => reject(new Unreachable()),
    })
  })
}
