/** Where the server is: H5 is served by it, the mini-program has to name it. */

export function apiOrigin(): string {
  // #ifdef MP-WEIXIN
  return import.meta.env.VITE_API_ORIGIN ?? 'https://voltbay.invalid'
  // #endif
  // #ifndef MP-WEIXIN
  return ''
  // #endif
}
