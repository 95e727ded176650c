/** The answer that a page begins with, asked for by `first.js` before the app had come. H5 only. */

export interface Answer {
  statusCode: number
  data: unknown
  date: string | undefined
}

interface First {
  url: string
  language: string
  answer: Promise<Answer>
}

/** Give it, once, to whoever asks just that: later it would be old. */
export function firstAnswer(url: string, language: string): Promise<Answer> | undefined {
  // #ifdef H5
  const place = globalThis as { voltbayFirst?: First | undefined }
  const first = place.voltbayFirst
  if (first?.url !== url) return undefined
  place.voltbayFirst = undefined
  return first.language === language ? first.answer : undefined
  // #endif
  // #ifndef H5
  return undefined
  // #endif
}
