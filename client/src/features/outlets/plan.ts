/** The nearest outlets around the owner, north up, drawn by ourselves: a plan and no map. */
import { metres, type Point } from '@/platform/coordinates'

export interface Place extends Point {
  id: string
}

export interface Spot {
  /** Percent from the left and from the top. */
  left: number
  top: number
}

export const TOWARDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Towards = (typeof TOWARDS)[number]

export interface Pin<T extends Place> {
  outlet: T
  metres: number
  towards: Towards
  /** Where it is, and where its number stands, so that none stands on another. */
  at: Spot
  shown: Spot
}

export interface Plan<T extends Place> {
  pins: Pin<T>[]
  /** How far the outer ring is from the owner; the inner one is half as far. */
  metresOut: number
  /** Where the distance of each ring can be read, outer first. */
  said: [Spot, Spot]
}

const MOST = 5
const MIDDLE: Spot = { left: 50, top: 50 }
const OUT = 46 // percent from the middle to the outer ring
const ROUND = [1, 2, 4, 6, 8, 10]
const LEAST_METRES = 1000
const FAR_METRES = 150_000 // within a region nobody is left out
const TIMES_FARTHER = 3 // one in the next province would press the others into the middle

/** The nearest outlets with the owner in the middle, at a scale that is a round number. */
export function plan<T extends Place>(me: Point, outlets: T[]): Plan<T> {
  const pins = together(
    outlets
      .map((outlet) => ({ outlet, metres: metres(me, outlet), ...offset(me, outlet) }))
      .sort((one, other) => one.metres - other.metres)
      .slice(0, MOST),
  )
  const metresOut = roundUp(pins[pins.length - 1]?.metres ?? 0)
  const at = pins.map(({ east, north }) => ({
    left: 50 + (east / metresOut) * OUT,
    top: 50 - (north / metresOut) * OUT,
  }))
  const shown = spread(at)
  return {
    metresOut,
    said: [clearest(OUT, shown), clearest(OUT / 2, shown)],
    pins: pins.map(({ outlet, metres, east, north }, n) => ({
      outlet,
      metres,
      towards: towards(east, north),
      at: at[n] ?? MIDDLE,
      shown: shown[n] ?? MIDDLE,
    })),
  }
}

/** Without those that are so much farther than the one before that nothing else could be seen. */
function together<P extends { metres: number }>(nearest: P[]): P[] {
  const end = nearest.findIndex(
    ({ metres }, n) =>
      n > 0 && metres > FAR_METRES && metres > TIMES_FARTHER * (nearest[n - 1]?.metres ?? metres),
  )
  return end === -1 ? nearest : nearest.slice(0, end)
}

/** The smallest round number of kilometres (1, 2, 4, 6, 8, 10, 20 …) that reaches so far, in metres. */
export function roundUp(far: number): number {
  const least = Math.max(far, LEAST_METRES)
  const ten = 10 ** Math.floor(Math.log10(least))
  return (ROUND.find((step) => step * ten >= least) ?? 10) * ten
}

function offset(from: Point, to: Point): { east: number; north: number } {
  const along = metres(from, { ...from, longitude: to.longitude })
  const up = metres(from, { ...from, latitude: to.latitude })
  return {
    east: to.longitude < from.longitude ? -along : along,
    north: to.latitude < from.latitude ? -up : up,
  }
}

/** The place on a ring that is farthest from all pins. */
function clearest(radius: number, pins: Spot[]): Spot {
  const around = TOWARDS.map((_, n) => (n * Math.PI) / 4)
  const spots = around.map((turn) => ({
    left: 50 + Math.sin(turn) * radius,
    top: 50 + Math.cos(turn) * radius,
  }))
  const free = (spot: Spot) =>
    Math.min(...pins.map(({ left, top }) => Math.hypot(left - spot.left, top - spot.top)))
  return spots.reduce((best, spot) => (free(spot) > free(best) ? spot : best))
}

function towards(east: number, north: number): Towards {
  const eighth = Math.round((Math.atan2(east, north) / Math.PI) * 4)
  return TOWARDS[(eighth + 8) % 8] ?? 'n'
}

// A pin is 44 px to touch, with a name below it that is wider; the plan is 212 px on the smallest phone.
const ACROSS = 28
const DOWN = 22
const EDGE = 4
const ASIDE = 0.5
const NONE = 1e-6 // no distance at all would have no direction
const TURNS = 500

/** Move spots so far apart that each can be touched, and off the middle, where the owner stands. */
export function spread(spots: Spot[]): Spot[] {
  // A little aside each, or spots at one place, or in one line along the edge, could not part.
  const moved = spots.map(({ left, top }, n) => ({
    left: left + Math.cos(n * 2.4) * ASIDE,
    top: top + Math.sin(n * 2.4) * ASIDE,
  }))
  for (let turn = 0; turn < TURNS; turn += 1) {
    moved.forEach(keepInside)
    let still = true
    moved.forEach((spot, n) => {
      for (const other of [MIDDLE, ...moved.slice(0, n)]) {
        if (part(spot, other, other !== MIDDLE)) still = false
      }
    })
    if (still) break
  }
  return moved
}

/** Push two spots apart if they are too near, in a space where a pin is round; says whether it did. */
function part(spot: Spot, other: Spot, bothMove: boolean): boolean {
  const x = (spot.left - other.left) / ACROSS
  const y = (spot.top - other.top) / DOWN
  const far = Math.max(Math.hypot(x, y), NONE)
  if (far >= 1) return false
  const push = (1.02 - far) / far / (bothMove ? 2 : 1)
  spot.left += x * push * ACROSS
  spot.top += y * push * DOWN
  if (bothMove) {
    other.left -= x * push * ACROSS
    other.top -= y * push * DOWN
  }
  return true
}

function keepInside(spot: Spot): void {
  spot.left = Math.min(100 - EDGE, Math.max(EDGE, spot.left))
  spot.top = Math.min(100 - EDGE, Math.max(EDGE, spot.top))
}
