/** Photos of documents: up to the server, and what it has read. */
import { accepted, address, call, headers } from './call'
import { Unreachable } from './problem'
import type { DocumentKind, OwnerDocument, Typed } from './types'

const UPLOAD_TIMEOUT_MS = 120_000 // two megabytes over a slow mobile network

/** Send one photo, with what was typed if it cannot be read. `progress` hears percent; the same `key` never makes two documents. Raises Refused, or Unreachable when it may be sent again. */
export function upload(
  kind: DocumentKind,
  filePath: string,
  key: string,
  progress: (percent: number) => void,
  typed: Typed = {},
): Promise<OwnerDocument> {
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: address('/documents'),
      filePath,
      name: 'image',
      formData: { kind, ...typed },
      header: uploadHeaders(key),
      timeout: UPLOAD_TIMEOUT_MS,
      success: ({ statusCode, data }) => settle(statusCode, data, resolve, reject),
      fail: () => reject(new Unreachable()),
    })
    task?.onProgressUpdate?.(({ progress: percent }) => progress(percent))
  })
}

function uploadHeaders(key: string): Record<string, string> {
  const all: Record<string, string> = { ...headers('POST'), 'Idempotency-Key': key }
  delete all['Content-Type'] // the boundary of the form is written by the platform
  return all
}

function settle(
  status: number,
  text: string,
  resolve: (read: OwnerDocument) => void,
  reject: (why: unknown) => void,
): void {
  try {
    resolve(JSON.parse(accepted<string>(status, text)) as OwnerDocument)
  } catch (error) {
    reject(error)
  }
}

/** The document, waiting up to `wait` seconds on the server for it to be read. */
export function document(id: string, wait = 0): Promise<OwnerDocument> {
  return call('GET', `/documents/${encodeURIComponent(id)}`, { query: { wait } })
}
