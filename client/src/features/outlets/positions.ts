/** Outlets on a plain square, north up, without anybody's map. */
import { metres, type Point } from '@/platform/coordinates'

export interface Spot {
  /** Percent from the left and from the top. */
  left: number
  top: number
}

export interface Square {
  spots: Spot[]
  metresWide: number
}

const MARGIN = 8 // percent, so that marks at the edge stay inside
const LEAST_METRES = 2000 // one outlet alone is not shown as if it filled the town

/** Where each point stands on the smallest square that holds all of them. */
export function square(points: Point[]): Square {
  if (!points.length) return { spots: [], metresWide: LEAST_METRES }
  const middle = centre(points)
  const east = points.map((point) => signed(middle, { ...middle, longitude: point.longitude }))
  const north = points.map((point) => signed(middle, { ...middle, latitude: point.latitude }))
  const reach = Math.max(LEAST_METRES / 2, ...[...east, ...north].map(Math.abs))
  const percent = (offset: number) => 50 + (offset / reach) * (50 - MARGIN)
  const spots = points.map((_, at) => ({
    left: percent(east[at] ?? 0),
    top: percent(-(north[at] ?? 0)),
  }))
  return { spots, metresWide: (reach * 100) / (50 - MARGIN) }
}

function centre(points: Point[]): Point {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return {
    longitude: middle(points.map(({ longitude }) => longitude)),
    latitude: middle(points.map(({ latitude }) => latitude)),
  }
}

function signed(from: Point, to: Point): number {
  const ahead = to.longitude > from.longitude || to.latitude > from.latitude
  return metres(from, to) * (ahead ? 1 : -1)
}
