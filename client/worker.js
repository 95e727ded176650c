/*
 * Keeps the pages that show the kept booking, for where there is no network. The page itself is asked for each time
 * and only taken from here when nobody answers; files with a hash in their names never change. Answers of the API are
 * never kept: they hold personal data.
 */
const FILES = [] /* FILES */
const NAME = `voltbay-${FILES.join().length}-${FILES.find((name) => name.includes('everywhere')) ?? ''}`

self.addEventListener('install', (event) => {
  const kept = caches.open(NAME).then((cache) => cache.addAll(FILES))
  event.waitUntil(kept.then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('voltbay-') && name !== NAME)
  const gone = caches
    .keys()
    .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
  event.waitUntil(gone.then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.mode === 'navigate' && pathname === '/')
    event.respondWith(fetch(event.request).catch(() => caches.match('./')))
  else if (pathname.startsWith('/assets/'))
    event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)))
})
