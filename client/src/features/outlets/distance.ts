/** A distance as people say it: metres when near, kilometres when far. */

export function distance(metres: number | null | undefined): string {
  if (metres === null || metres === undefined) return ''
  if (metres < 950) return `${Math.max(10, Math.round(metres / 10) * 10)} m`
  if (metres < 10_000) return `${(metres / 1000).toFixed(1)} km`
  return `${Math.round(metres / 1000)} km`
}
