/** The cars that the owner noted down. */
import { call } from './call'
import type { Car, Vehicle } from './types'

const at = (id: string) => `/me/vehicles/${encodeURIComponent(id)}`

export async function vehicles(): Promise<Vehicle[]> {
  return (await call<{ noted: Vehicle[] }>('GET', '/me/vehicles')).noted
}

/** Raises Refused `vehicle_noted` or `too_many_vehicles`. */
export function note(car: Car): Promise<Vehicle> {
  return call('POST', '/me/vehicles', { body: car })
}

/** The car of a booking, as its licence was read. */
export function noteOfBooking(code: string): Promise<Vehicle> {
  return call('POST', `/me/vehicles/of-booking/${encodeURIComponent(code)}`)
}

export function correct(id: string, car: Car): Promise<Vehicle> {
  return call('POST', at(id), { body: car })
}

export function forget(id: string): Promise<void> {
  return call('DELETE', at(id), { mayRepeat: true })
}
