/** A key that makes a repeated creating request give the same answer. */

export function newKey(): string {
  const part = () =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return `${Date.now().toString(16)}-${part()}-${part()}`
}
