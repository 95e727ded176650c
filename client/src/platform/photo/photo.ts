/** Taking a photo from the device and making it small enough to send. */
import type { Look } from './judge'
import type { Key } from '@/i18n'
import * as h5 from './h5'
import * as weixin from './weixin'

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

export const ACCEPT = 'image/jpeg,image/png,image/webp,image/heic,image/heif'

export function prepare(raw: RawPhoto): Promise<Prepared> {
  // #ifdef H5
  return h5.prepare(raw)
  // #endif
  // #ifdef MP-WEIXIN
  return weixin.prepare(raw)
  // #endif
}

/** The picture is no longer shown. WeChat clears its temporary files itself. */
export function release(path: string): void {
  // #ifdef H5
  h5.release(path)
  // #endif
  void path
}
