/** A company in figures: since when, how many outlets and valid certificates, which cars. */
import type { Company, CompanyDetail } from '@/api/types'
import { t } from '@/i18n'
import { anyTakesInWords } from './takes'

export type Figures = Pick<
  Company,
  'since_year' | 'outlet_count' | 'certificates' | 'vehicle_classes' | 'fuels'
>

/** What the list counts for all companies, counted from what a company's page has. */
export function figuresOf(company: {
  since_year: CompanyDetail['since_year']
  qualifications: Pick<CompanyDetail['qualifications'][number], 'is_expired'>[]
  outlets: Pick<CompanyDetail['outlets'][number], 'services'>[]
}): Figures {
  const services = company.outlets.flatMap((one) => one.services)
  const valid = company.qualifications.filter((one) => !one.is_expired)
  return {
    since_year: company.since_year,
    outlet_count: company.outlets.length,
    certificates: valid.length,
    vehicle_classes: [...new Set(services.flatMap((one) => one.vehicle_classes))],
    fuels: [...new Set(services.flatMap((one) => one.fuels))],
  }
}

export function figuresInWords({
  since_year: year,
  outlet_count: outlets,
  certificates,
  vehicle_classes,
  fuels,
}: Figures): string[] {
  const cars = anyTakesInWords([{ vehicle_classes, fuels, heaviest_kg: null }])
  return [
    year ? t('companies.since', { year }) : '',
    t('companies.outlets', { n: outlets }),
    certificates ? t('companies.certificates', { n: certificates }) : '',
    cars ? t('outlet.takes', { cars }) : '',
  ].filter(Boolean)
}
