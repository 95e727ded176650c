/** The answers that a page begins with, asked for by `first.js` before the app had come. H5 only. */

export interface Answer {
  statusCode: number
  data: unknown
  date: string | undefined
  retryAfter?: string
}

interface First {
  at: number // by the phone's clock, as it is compared with that alone
  language: string
  answers: Map<string, Promise<Answer>> // by address
}

const OLD_MS = 10_000

/** Give it, once, to whoever asks just that while it is new. */
export function firstAnswer(url: string, language: string): Promise<Answer> | undefined {
  // #ifdef H5
  const first = (globalThis as { voltbayFirst?: First }).voltbayFirst
  const answer = first?.answers.get(url)
  first?.answers.delete(url)
  const isNew = first && Date.now() - first.at < OLD_MS
  return isNew && first.language === language ? answer : undefined
  // #endif
  // #ifndef H5
  void [url, language, OLD_MS]
  return undefined
  // #endif
}
