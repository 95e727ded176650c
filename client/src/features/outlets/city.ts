/** Which city a place belongs to, of those that have outlets. */
import type { City } from '@/api/types'
import { metres, type Point } from '@/platform/coordinates'

const FARTHEST_M = 150_000 // beyond it, somebody is in none of them

export function cityNear(here: Point, cities: City[]): City | undefined {
  const far = (city: City) => metres(here, city)
  const [nearest] = [...cities].sort((one, other) => far(one) - far(other))
  return nearest && far(nearest) <= FARTHEST_M ? nearest : undefined
}
