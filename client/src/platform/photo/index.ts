/** Taking a photo from the device and making it small enough to send. */
import * as h5 from './h5'
import type { Prepared, RawPhoto } from './types'
import * as weixin from './weixin'

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
