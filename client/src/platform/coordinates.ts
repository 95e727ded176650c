/** From the satellite's WGS-84 to GCJ-02, which Chinese maps and our outlets use. */

export interface Point {
  longitude: number
  latitude: number
}

const A = 6378245.0
const EE = 0.00669342162296594323

/** The public approximation; off by metres, which is nothing to a list by distance. */
export function toGcj02(point: Point): Point {
  if (!inChina(point)) return point
  const x = point.longitude - 105
  const y = point.latitude - 35
  const radians = (point.latitude / 180) * Math.PI
  const magic = 1 - EE * Math.sin(radians) ** 2
  const north = (northing(x, y) * 180) / (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI)
  const east = (easting(x, y) * 180) / ((A / Math.sqrt(magic)) * Math.cos(radians) * Math.PI)
  return { longitude: point.longitude + east, latitude: point.latitude + north }
}

function inChina({ longitude, latitude }: Point): boolean {
  return longitude > 72.004 && longitude < 137.8347 && latitude > 0.8293 && latitude < 55.8271
}

function waves(v: number, w: readonly [number, number, number, number]): number {
  const [a, b, c, d] = w
  return ((a * Math.sin((v / c) * Math.PI) + b * Math.sin((v / d) * Math.PI)) * 2) / 3
}

function ripple(x: number): number {
  return ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3
}

function northing(x: number, y: number): number {
  const flat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  return flat + ripple(x) + waves(y, [20, 40, 1, 3]) + waves(y, [160, 320, 12, 30])
}

function easting(x: number, y: number): number {
  const flat = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  return flat + ripple(x) + waves(x, [20, 40, 1, 3]) + waves(x, [150, 300, 12, 30])
}

/** Metres between two points, for showing and ordering. */
export function metres(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const u = Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2
  const v = Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2
  const h = u + v * Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad)
  return 2 * 6371008 * Math.asin(Math.sqrt(h))
}
