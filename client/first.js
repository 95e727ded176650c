/*
 * Runs while the app itself is still on its way, and asks for what the page in the address begins with: its files and
 * the answers of the API. On a slow phone that is two round trips less. What fails here is asked again by the app.
 */
const FILES = {} /* FILES */ // of each page, by its name
const FIRST = 'home'
const FOR_ALL = {
  home: ['outlets?city={city}', 'cities'],
  outlet: ['outlets/{id}'],
  time: ['outlets/{outlet}'],
  companies: ['companies'],
  company: ['companies/{id}'],
  article: ['articles/{id}'],
  agreement: ['agreements/{kind}'],
}
const FOR_OWNERS = {
  form: [
    'bookings/{code}',
    'agreements',
    'me',
    'documents/{identityCard}?wait=0',
    'documents/{vehicleLicence}?wait=0',
  ],
  done: ['bookings/{code}', 'me/vehicles'],
  booking: ['bookings/{code}'],
  bookings: ['bookings'],
  quote: ['bookings/{code}/quotes'],
  time: ['bookings/{move}', 'me/vehicles', 'bookings?state=held'],
  'call-out': ['outlets/{outlet}', 'me/vehicles', 'bookings?state=held'],
  me: ['me'],
}

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`voltbay.${name}`)).data
  } catch {
    return undefined // nothing kept, or storage is blocked
  }
}

/** Fill the names in; a query without its value is left out, as the app does, and without a part of its path all. */
function filled(pattern, given) {
  const path = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given[name] ?? ''))
  if (/\/(\?|$)/.test(path)) return ''
  return path.endsWith('=') ? path.slice(0, path.lastIndexOf('?')) : path
}

function ask(url, language) {
  const answer = fetch(url, { headers: { 'Accept-Language': language } }).then(async (one) => ({
    statusCode: one.status,
    data: await one.json(),
    date: one.headers.get('Date') ?? undefined,
  }))
  answer.catch(() => undefined) // whoever takes it hears of it
  return answer
}

const [address, query] = location.hash.slice(2).split('?')
const page = address ? /^pages\/([a-z-]+)\/\1$/.exec(address)?.[1] : FIRST
for (const href of FILES[page] ?? []) {
  const link = document.createElement('link')
  document.head.append(Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href }))
}
const asked = Object.fromEntries(new URLSearchParams(query))
const given = { city: kept('city'), ...kept(`draft.${asked.code}`)?.draft, ...asked }
const patterns = [...(FOR_ALL[page] ?? []), ...((kept('signed-in') && FOR_OWNERS[page]) || [])]
const urls = patterns.map((one) => filled(one, given)).filter(Boolean)
const language = (kept('language') || navigator.language).toLowerCase().startsWith('en')
  ? 'en'
  : 'zh-Hans'
globalThis.voltbayFirst = {
  at: Date.now(),
  language,
  answers: new Map(urls.map((one) => [`/api/v1/${one}`, ask(`/api/v1/${one}`, language)])),
}
