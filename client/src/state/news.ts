/** One sentence that a page leaves for the page to which it returns. */

let left = ''

export function leaveNews(sentence: string): void {
  left = sentence
}

export function takeNews(): string {
  const sentence = left
  left = ''
  return sentence
}
