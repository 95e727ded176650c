/** A signature as strokes of points, in units of one box whatever the screen's size: so a turned phone loses nothing. */

export type Point = [across: number, down: number]
export type Strokes = Point[][]

export const WIDTH = 1000
export const HEIGHT = 400
const MOST_POINTS = 2900 // the server takes 3000
const MOST_STROKES = 160
const NEAR = 4 // units: nearer points change nothing that anybody sees
const SHORTEST = 150 // units in all: the server takes less for a slip

/** Begin a stroke. */
export function begin(strokes: Strokes, at: Point): Strokes {
  return strokes.length < MOST_STROKES ? [...strokes, [within(at)]] : strokes
}

/** Lengthen the last stroke; the same strokes again if the point adds nothing or there is no room. */
export function lengthen(strokes: Strokes, to: Point): Strokes {
  const stroke = strokes[strokes.length - 1]
  const last = stroke?.[stroke.length - 1]
  const here = within(to)
  if (!stroke || !last || pointsOf(strokes) >= MOST_POINTS || apart(last, here) < NEAR)
    return strokes
  return [...strokes.slice(0, -1), [...stroke, here]]
}

/** Whether there is more than a tap. */
export function isSigned(strokes: Strokes): boolean {
  const long = (stroke: Point[]) =>
    stroke.reduce((sum, point, n) => sum + (n ? apart(stroke[n - 1] ?? point, point) : 0), 0)
  return strokes.reduce((sum, stroke) => sum + long(stroke), 0) >= SHORTEST
}

const pointsOf = (strokes: Strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0)

const apart = ([x, y]: Point, [to, down]: Point) => Math.hypot(to - x, down - y)

function within([across, down]: Point): Point {
  const kept = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)))
  return [kept(across, WIDTH), kept(down, HEIGHT)]
}
