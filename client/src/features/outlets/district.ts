/** The district that an address names: `上海市浦东新区金桥路 1580 号` is in 浦东新区. */

const PROVINCE = /^.{2,8}?(?:省|自治区)/
const DISTRICT = /^[\u4e00-\u9fff]{1,6}?(?:新区|区|县|市(?!场)|旗)/

/** Empty where the address names none. */
export function district(address: string, city: string): string {
  const below = address.trim().replace(PROVINCE, '')
  const name = city.replace(/市$/, '')
  const rest = below.startsWith(name) ? below.slice(name.length).replace(/^市/, '') : below
  return DISTRICT.exec(rest)?.[0] ?? ''
}

export interface Group<T> {
  name: string
  outlets: T[]
}

/** Outlets by district, those with most outlets first; the city stands before where there are several. */
export function byDistrict<T extends { address: string; city: string }>(outlets: T[]): Group<T>[] {
  const several = new Set(outlets.map(({ city }) => city)).size > 1
  const groups = new Map<string, T[]>()
  for (const outlet of outlets) {
    const within = district(outlet.address, outlet.city)
    const name = [several || !within ? outlet.city : '', within].filter(Boolean).join(' ')
    groups.set(name, [...(groups.get(name) ?? []), outlet])
  }
  return [...groups]
    .map(([name, outlets]) => ({ name, outlets }))
    .sort((one, other) => other.outlets.length - one.outlets.length)
}
