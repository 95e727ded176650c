/** What can go wrong with a call: the server refused it, or it could not be reached. */

export interface Problem {
  code: string
  status: number
  /** A sentence for the owner, in the owner's language. */
  detail: string
  fields: Record<string, string>
  fieldDetails: Record<string, string>
  retryAfterSeconds: number | null
  body: Record<string, unknown>
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
    this.name = 'Refused'
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

/** The network is cut, or the server is away, which then may say so. The same call may be made again. */
export class Unreachable extends Error {
  constructor(readonly problem: Problem | null = null) {
    super('unreachable')
    this.name = 'Unreachable'
  }
}

const AWAY = [502, 503, 504]

/** Whether asking later helps: a gateway's own error, or our `unavailable`. Our other codes are refusals. */
export function isAway(status: number, answer: unknown): boolean {
  const { code, detail } = problemOf(status, answer)
  return AWAY.includes(status) && (code === 'unavailable' || !detail)
}

export function problemOf(status: number, answer: unknown): Problem {
  const body = asRecord(answer)
  return {
    code: typeof body.code === 'string' ? body.code : `http_${status}`,
    status,
    detail: typeof body.detail === 'string' ? body.detail : '',
    fields: sentences(body.fields),
    fieldDetails: sentences(body.field_details),
    retryAfterSeconds:
      typeof body.retry_after_seconds === 'number' ? body.retry_after_seconds : null,
    body,
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value === 'string') return parsed(value)
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    return {} // A proxy's HTML error page: the status alone has to do.
  }
}

function sentences(value: unknown): Record<string, string> {
  const found = asRecord(value)
  return Object.fromEntries(
    Object.entries(found).filter(([, v]) => typeof v === 'string'),
  ) as Record<string, string>
}
