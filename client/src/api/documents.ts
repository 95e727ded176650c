/** Photos of documents: up to the server, and what it has read. */
import { call } from './call'
import { sendFile } from './send-file'
import type { DocumentKind, OwnerDocument, Typed } from './types'

/** Send one photo, with what was typed if it cannot be read. `progress` hears percent; the same `key` never makes two documents. Raises Refused, or Unreachable when it may be sent again. */
export function upload(
  kind: DocumentKind,
  filePath: string,
  key: string,
  progress: (percent: number) => void,
  typed: Typed = {},
): Promise<OwnerDocument> {
  return sendFile('/documents', {
    name: 'image',
    filePath,
    formData: { kind, ...typed },
    key,
    progress,
  })
}

/** The document, waiting up to `wait` seconds on the server for it to be read. */
export function document(id: string, wait = 0): Promise<OwnerDocument> {
  return call('GET', `/documents/${encodeURIComponent(id)}`, { query: { wait } })
}
