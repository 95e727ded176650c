/** One way to the server for both builds: JSON in, JSON or a refusal out. */
import { language } from '@/i18n'
import { credentials, onSessionLost } from '@/platform/credentials'
import { type Answer, firstAnswer } from '@/platform/first-answer'
import { apiOrigin } from '@/platform/origin'
import { type Query, withQuery } from '@/platform/query'
import { noteServerTime } from './clock'
import { Refused, Unreachable, problemOf } from './problem'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Call {
  query?: Query
  body?: object
  headers?: Record<string, string>
}

const TIMEOUT_MS = 30_000 // `?wait=20` on a document is the longest answer.

const API = '/api/v1'

export async function call<T>(method: Method, path: string, options: Call = {}): Promise<T> {
  const answer = await send(method, path, options)
  return accepted<T>(answer.statusCode, answer.data)
}

/** The answer's data, or the refusal that it stands for. */
export function accepted<T>(status: number, answer: unknown): T {
  if (status >= 200 && status < 300) return answer as T
  if (status === 401) onSessionLost()
  if (status === 0 || status === 502 || status === 503 || status === 504)
    throw unreachable(status, answer)
  throw new Refused(problemOf(status, answer))
}

/** A gateway's own error is like no answer; a 503 with a code of ours is a refusal. */
function unreachable(status: number, answer: unknown): Error {
  const problem = problemOf(status, answer)
  return problem.detail ? new Refused(problem) : new Unreachable()
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
        resolve({ statusCode, data, date: dateIn(header as Record<string, string>) })
      },
      fail: () => reject(new Unreachable()),
    })
  })
}

function dateIn(header: Record<string, string> = {}): string | undefined {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'date')
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
