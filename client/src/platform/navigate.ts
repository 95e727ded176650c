/** Going from page to page, and out to a map or a telephone. */
import { type Query, withQuery } from './query'

export type Page =
  | 'home'
  | 'sign-in'
  | 'agreement'
  | 'companies'
  | 'company'
  | 'articles'
  | 'article'
  | 'outlet'
  | 'time'
  | 'form'
  | 'done'
  | 'bookings'
  | 'booking'
  | 'waitlist'
  | 'call-out'
  | 'call-outs'
  | 'me'
  | 'details'
  | 'quote'
  | 'receipts'
  | 'vehicles'
  | 'fleets'
  | 'fleet'
  | 'fleet-cars'
  | 'fleet-people'
  | 'fleet-plan'
  | 'fleet-block'
  | 'fleet-receipts'
  | 'account'

export type Where = Query

export function pageUrl(page: Page, where: Where = {}): string {
  return withQuery(`/pages/${page}/${page}`, where)
}

export function go(page: Page, where: Where = {}): void {
  void uni.navigateTo({ url: pageUrl(page, where) })
}

/** Go there in place of this page, so that "back" does not return to it. */
export function replace(page: Page, where: Where = {}): void {
  void uni.redirectTo({ url: pageUrl(page, where) })
}

export function goTab(page: Page): void {
  void uni.reLaunch({ url: pageUrl(page) })
}

export function back(): void {
  if (getCurrentPages().length > 1) void uni.navigateBack()
  else goTab('home')
}

/** Tells later whether the page that is shown now was left; one that is kept behind another was not. */
export function leaving(): () => boolean {
  const page = getCurrentPages().slice(-1)[0]
  return () => page !== undefined && !getCurrentPages().includes(page)
}

/** Back to the page that sent the owner here, which is still open unless the browser was reloaded. */
export function returnTo(url: string): void {
  if (getCurrentPages().length > 1) void uni.navigateBack()
  else if (url) void uni.reLaunch({ url })
  else goTab('bookings')
}

/** This page's address with its arguments, to come back to after signing in. */
export function here(page: Page, where: Where = {}): string {
  return pageUrl(page, where)
}

export function call(phone: string): void {
  // #ifdef H5
  window.location.href = `tel:${phone}`
  // #endif
  // #ifndef H5
  void uni.makePhoneCall({ phoneNumber: phone, fail: () => undefined }) // the owner hung up
  // #endif
}

export interface Place {
  name: string
  address: string
  longitude: number
  latitude: number
}

export function openMap(place: Place): void {
  // #ifdef MP-WEIXIN
  void uni.openLocation({
    name: place.name,
    address: place.address,
    longitude: place.longitude,
    latitude: place.latitude,
    scale: 16,
    fail: () => undefined,
  })
  // #endif
  void place
}
