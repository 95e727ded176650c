/** A telephone number or date with hyphens that no line ends at. */
export function unbroken(text: string): string {
  return text.replace(/-/g, '\u2011')
}
