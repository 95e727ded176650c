/** Fetching the pages of a booking before they are needed: who walks into a tunnel can go on. H5 only. */

const QUIET_MS = 2000 // the first page has long been drawn, and nobody taps as fast

/** Their code is fetched once; without a network that is tried again when the page is opened. */
export function fetchPagesAhead(): void {
  // #ifdef H5
  setTimeout(() => {
    void Promise.allSettled([
      import('@/pages/time/time.vue'),
      import('@/pages/sign-in/sign-in.vue'),
      import('@/pages/form/form.vue'),
      import('@/pages/done/done.vue'),
      import('@/pages/bookings/bookings.vue'),
      import('@/pages/booking/booking.vue'),
    ])
  }, QUIET_MS)
  // #endif
  void QUIET_MS
}
