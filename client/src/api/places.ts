/** Who removes batteries, where, and when there is room. */
import type { Point } from '@/platform/coordinates'
import { call } from './call'
import type {
  City,
  Company,
  CompanyDetail,
  Day,
  List,
  MapVendor,
  Outlet,
  OutletDetail,
  Vehicle,
} from './types'

/** What is known of a car whose licence was read before. */
export type KnownCar = Pick<Vehicle, 'vehicle_class' | 'fuel'>

export interface OutletSearch {
  city?: string
  q?: string
  near?: Point | null
  cursor?: string
}

export async function cities(): Promise<City[]> {
  return (await call<List<City>>('GET', '/cities')).items
}

export function outlets({ near, ...search }: OutletSearch): Promise<List<Outlet>> {
  const point = near ? `${near.longitude.toFixed(6)},${near.latitude.toFixed(6)}` : undefined
  return call('GET', '/outlets', { query: { ...search, near: point } })
}

/** Whose map the operator has a key for; null if there is none. */
export async function mapVendor(): Promise<MapVendor> {
  return (await call<{ vendor: MapVendor }>('GET', '/map')).vendor
}

const MOST_PAGES = 20 // a city with more outlets is searched, not listed

/** Every outlet of a city, page after page. */
export async function outletsOf(city: string): Promise<Outlet[]> {
  const all: Outlet[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await outlets({ city, cursor })
    all.push(...items)
    if (!next) break
    cursor = next
  }
  return all
}

/** With a car each service says whether it fits. */
export function outlet(id: string, car?: KnownCar): Promise<OutletDetail> {
  const query = { vehicle_class: car?.vehicle_class ?? undefined, fuel: car?.fuel ?? undefined }
  return call('GET', `/outlets/${encodeURIComponent(id)}`, { query })
}

export async function days(
  outletId: string,
  service: number,
  from: string,
  count: number,
): Promise<Day[]> {
  const path = `/outlets/${encodeURIComponent(outletId)}/slots`
  return (await call<{ days: Day[] }>('GET', path, { query: { service, from, days: count } })).days
}

export function companies(search: { q?: string; city?: string; cursor?: string }) {
  return call<List<Company>>('GET', '/companies', { query: search })
}

export function company(id: string): Promise<CompanyDetail> {
  return call('GET', `/companies/${encodeURIComponent(id)}`)
}
