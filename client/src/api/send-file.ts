/** One file up to the server in a form, and its answer. */
import type { Answer } from '@/platform/first-answer'
import { accepted, address, headers } from './call'
import { patiently } from './patience'
import { Unreachable } from './problem'

const TIMEOUT_MS = 120_000 // two megabytes over a slow mobile network

export interface Sending {
  name: string
  filePath: string
  formData?: Record<string, string>
  /** With it the same file is never taken twice. */
  key?: string
  /** The API says that sending it twice changes nothing; what has a key may be repeated anyhow. */
  mayRepeat?: boolean
  /** Hears percent. */
  progress?: (percent: number) => void
}

/** Raises Refused, or Unreachable when it may be sent again. */
export async function sendFile<T>(path: string, sending: Sending): Promise<T> {
  const ask = () => send(path, sending)
  const answer = await (sending.mayRepeat || sending.key ? patiently(ask) : ask())
  return JSON.parse(accepted<string>(answer.statusCode, answer.data)) as T
}

function send(path: string, { name, filePath, formData, key, progress }: Sending): Promise<Answer> {
  const header: Record<string, string> = headers('POST')
  delete header['Content-Type'] // the boundary of the form is written by the platform
  if (key) header['Idempotency-Key'] = key
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: address(path),
      name,
      filePath,
      formData,
      header,
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data }) => resolve({ statusCode, data, date: undefined }),
      fail: () => reject(new Unreachable()),
    })
    task?.onProgressUpdate?.(({ progress: percent }) => progress?.(percent))
  })
}
