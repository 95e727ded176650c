/*
 * Runs while the app itself is still on its way, and asks for what the page in the address begins with: its files and
 * one answer of the API. On a slow phone that is two round trips less. What fails here is asked again by the app.
 */
const FILES = {} /* FILES */ // of each page, by its name
const FIRST = 'home'
const FOR_ALL = {
  home: 'outlets?city={city}',
  outlet: 'outlets/{id}',
  time: 'outlets/{outlet}',
  companies: 'companies',
  company: 'companies/{id}',
}
const FOR_OWNERS = {
  form: 'bookings/{code}',
  done: 'bookings/{code}',
  booking: 'bookings/{code}',
  bookings: 'bookings',
  quote: 'bookings/{code}/quotes',
}

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`voltbay.${name}`)).data
  } catch {
    return undefined // nothing kept, or storage is blocked
  }
}

/** Fill the names in; a query without its value is left out, as the app does. */
function filled(pattern, given) {
  const path = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given[name] ?? ''))
  return path.endsWith('=') ? path.slice(0, path.lastIndexOf('?')) : path
}

function ask(path) {
  const tag = kept('language') || navigator.language
  const language = tag.toLowerCase().startsWith('en') ? 'en' : 'zh-Hans'
  const url = `/api/v1/${path}`
  const answer = fetch(url, { headers: { 'Accept-Language': language } }).then(async (one) => ({
    statusCode: one.status,
    data: await one.json(),
    date: one.headers.get('Date') ?? undefined,
  }))
  answer.catch(() => undefined) // whoever takes it hears of it
  globalThis.voltbayFirst = { url, language, answer }
}

const [address, query] = location.hash.slice(2).split('?')
const page = address ? /^pages\/([a-z-]+)\/\1$/.exec(address)?.[1] : FIRST
for (const href of FILES[page] ?? []) {
  const link = document.createElement('link')
  document.head.append(Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href }))
}
const pattern = FOR_ALL[page] ?? (kept('signed-in') ? FOR_OWNERS[page] : undefined)
const given = { city: kept('city'), ...Object.fromEntries(new URLSearchParams(query)) }
if (pattern) ask(filled(pattern, given))
