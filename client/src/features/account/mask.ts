/** Values that stay hidden until the owner wants to see them, masked as the server masks them. */

/** E.g. `沪AD1***5`. */
export function maskPlate(plate: string): string {
  return masked(plate, 4, 1)
}

/** E.g. `LGX***********456`. */
export function maskVin(vin: string): string {
  return masked(vin, 3, 3)
}

function masked(value: string, head: number, tail: number): string {
  const letters = [...value]
  const hidden = letters.length - head - tail
  if (hidden < 1) return '*'.repeat(letters.length)
  return letters.slice(0, head).join('') + '*'.repeat(hidden) + letters.slice(-tail).join('')
}
