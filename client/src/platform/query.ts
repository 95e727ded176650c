/** What stands behind an address. By hand, because the mini-program has no URLSearchParams. */

export type Query = Record<string, string | number | undefined>

/** The path with its arguments; those without a value are left out. */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const tail = pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&')
  return tail ? `${path}?${tail}` : path
}
