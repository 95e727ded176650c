/** Numbers for the ids that tie labels, hints and errors to their entries. */

let last = 0

export function newId(prefix: string): string {
  last += 1
  return `${prefix}-${last}`
}
