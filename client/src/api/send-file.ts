/** One file up to the server in a form, and its answer. */
import { accepted, address, headers } from './call'
import { Unreachable } from './problem'

const TIMEOUT_MS = 120_000 // two megabytes over a slow mobile network

export interface Sending {
  name: string
  filePath: string
  formData: Record<string, string>
}

/** Raises Refused, or Unreachable when it may be sent again. */
export function sendFile<T>(path: string, sending: Sending): Promise<T> {
  const header: Record<string, string> = headers('POST')
  delete header['Content-Type'] // the boundary of the form is written by the platform
  return new Promise((resolve, reject) => {
    uni.uploadFile({
      url: address(path),
      ...sending,
      header,
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data }) => {
        try {
          resolve(JSON.parse(accepted<string>(statusCode, data)) as T)
        } catch (error) {
          reject(error)
        }
      },
      fail: () => reject(new Unreachable()),
    })
  })
}
