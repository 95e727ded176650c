/** What passes between us and a vendor's map. */
import type { Point } from '@/platform/coordinates'

/** What the framed page says: it can draw, it cannot, an outlet was tapped. */
export interface Said {
  ready?: boolean
  failed?: boolean
  open?: string
}

interface Named extends Point {
  id: string
  name: string
}

/** What the vendor's script is given: of outlets what is public, of the owner the place to about 100 m. */
export function forVendor(
  outlets: Named[],
  me: Point | null,
): { places: Named[]; me: Point | null } {
  const about = (degrees: number) => Math.round(degrees * 1000) / 1000
  return {
    places: outlets.map(({ id, name, longitude, latitude }) => ({ id, name, longitude, latitude })),
    me: me && { longitude: about(me.longitude), latitude: about(me.latitude) },
  }
}
