/** One way to the server for both builds: JSON in, JSON or a refusal out. */
import { language } from '@/i18n'
import { credentials, onSessionLost } from '@/platform/credentials'
import { type Answer, firstAnswer } from '@/platform/first-answer'
import { apiOrigin } from '@/platform/origin'
import { type Query, withQuery } from '@/platform/query'
import { noteServerTime } from './clock'
import { patiently } from './patience'
import { Refused, Unreachable, isAway, problemOf } from './problem'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Call {
  query?: Query
  body?: object
  headers?: Record<string, string>
  /** The API says that doing it twice changes nothing; what has a key may be repeated anyhow. */
  mayRepeat?: boolean
}

const TIMEOUT_MS = 30_000 // `?wait=20` on a document is the longest answer.

const API = '/api/v1'

export async function call<T>(method: Method, path: string, options: Call = {}): Promise<T> {
  const ask = () => send(method, path, options)
  const answer = await (mayRepeat(method, options) ? patiently(ask) : ask())
  return accepted<T>(answer.statusCode, answer.data)
}

function mayRepeat(method: Method, { headers, mayRepeat }: Call): boolean {
  return method === 'GET' || Boolean(mayRepeat ?? headers?.['Idempotency-Key'])
}

/** The answer's data, or the refusal that it stands for. */
export function accepted<T>(status: number, answer: unknown): T {
  if (status >= 200 && status < 300) return answer as T
  if (status === 401) onSessionLost()
  if (status === 0) throw new Unreachable()
  const problem = problemOf(status, answer)
  throw isAway(status, answer) ? new Unreachable(problem) : new Refused(problem)
}

async function send(method: Method, path: string, options: Call): Promise<Answer> {
  const url = address(path, options.query)
  const first = method === 'GET' ? firstAnswer(url, language.value) : undefined
  const answer = (await first?.catch(() => undefined)) ?? (await request(method, url, options))
  noteServerTime(answer.date)
  return answer
}

function request(method: Method, url: string, options: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    uni.request({
      url,
      method: sentMethod(method),
      data: options.body,
      header: { ...headers(method), ...options.headers },
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data, header }) => {
        const named = (name: string) => headerIn(header as Record<string, string>, name)
        resolve({ statusCode, data, date: named('date'), retryAfter: named('retry-after') })
      },
      fail: () => reject(new Unreachable()),
    })
  })
}

function headerIn(header: Record<string, string> = {}, wanted: string): string | undefined {
  const name = Object.keys(header).find((key) => key.toLowerCase() === wanted)
  return name ? header[name] : undefined
}

export function address(path: string, query: Query = {}): string {
  return withQuery(`${apiOrigin()}${API}${path}`, query)
}

export function headers(method: Method): Record<string, string> {
  const kind: Record<string, string> =
    method === 'GET' ? {} : { 'Content-Type': 'application/json' }
  return { 'Accept-Language': language.value, ...kind, ...credentials(method) }
}

// wx.request knows no PATCH; the server takes a POST for it.
function sentMethod(method: Method): 'GET' | 'POST' | 'DELETE' {
  // #ifdef H5
  return method as 'POST'
  // #endif
  // #ifndef H5
  return (method === 'PATCH' ? 'POST' : method) as 'POST'
  // #endif
}
