/** A photo on its way from the device to the server. */
import type { Key } from '@/i18n'
import type { Look } from './judge'

/** A photo as the device gave it. */
export interface RawPhoto {
  path: string
  bytes: number
  file?: File
}

/** A photo ready to send, or the sentence that says why not. */
export type Prepared =
  | { path: string; look: Look | null; wrong?: undefined }
  | { path?: undefined; look?: undefined; wrong: Key }
