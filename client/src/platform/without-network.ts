/** The worker that opens the kept booking where there is no network. H5 only; the mini-program is on the phone. */
const QUIET_MS = 4000 // after the page and what it fetches ahead

export function openWithoutNetwork(): void {
  // #ifdef H5
  if (!('serviceWorker' in navigator)) return
  setTimeout(() => {
    // Fetched without network it would fail, and a browser notes that as an error of the page.
    if (navigator.onLine) register()
    else addEventListener('online', register, { once: true })
  }, QUIET_MS)
  // #endif
}

// #ifdef H5
function register(): void {
  navigator.serviceWorker.register('/worker.js').catch(() => undefined) // refused in private windows
}
// #endif
