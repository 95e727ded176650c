/** Which cars a service takes, in words. */
import type { Fuel, Service, VehicleClass } from '@/api/types'
import { known, t } from '@/i18n'

type Takes = Pick<Service, 'vehicle_classes' | 'fuels' | 'heaviest_kg'>

export function classInWords(one: VehicleClass | null | undefined): string {
  return one ? known(`class.${one}`) : ''
}

export function fuelInWords(one: Fuel | null | undefined): string {
  return one ? known(`fuel.${one}`) : ''
}

export function carInWords(car: {
  vehicle_class?: VehicleClass | null
  fuel?: Fuel | null
}): string {
  return [classInWords(car.vehicle_class), fuelInWords(car.fuel)].filter(Boolean).join(' · ')
}

/** Which cars any of the services takes. */
export function anyTakesInWords(services: Takes[]): string {
  const IN_BRACKETS = / ?[（(][^）)]*[）)]/g // what each class is in full stands at the outlet
  const all = <T>(of: (one: Takes) => T[]) => [...new Set(services.flatMap(of))]
  return takesInWords({
    vehicle_classes: all((one) => one.vehicle_classes),
    fuels: all((one) => one.fuels),
    heaviest_kg: null, // each service has its own
  }).replace(IN_BRACKETS, '')
}

export function takesInWords(service: Takes): string {
  const and = t('takes.and')
  return [
    service.vehicle_classes.map(classInWords).filter(Boolean).join(and),
    service.fuels.map(fuelInWords).filter(Boolean).join(and),
    service.heaviest_kg ? t('takes.up_to', { kg: service.heaviest_kg }) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}
