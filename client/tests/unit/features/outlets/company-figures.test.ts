import { afterEach, expect, it } from 'vitest'
import { figuresInWords, figuresOf } from '@/features/outlets/company-figures'
import { fetchWords, language } from '@/i18n'

const service = (vehicle_classes: ('passenger_car' | 'bus')[]) => ({
  id: 1,
  name: '拆卸',
  minutes: 60,
  vehicle_classes,
  fuels: ['electric' as const],
  heaviest_kg: null,
})
const paper = (is_expired: boolean) => ({ is_expired })

const company = {
  since_year: 2017,
  qualifications: [paper(false), paper(false), paper(true)],
  outlets: [
    { services: [service(['passenger_car']), service(['passenger_car', 'bus'])] },
    { services: [] },
  ],
}

afterEach(() => {
  language.value = 'zh-Hans'
})

it('counts outlets and what is still valid, and takes what any of its outlets takes', () => {
  expect(figuresOf(company)).toEqual({
    since_year: 2017,
    outlet_count: 2,
    certificates: 2,
    vehicle_classes: ['passenger_car', 'bus'],
    fuels: ['electric'],
  })
})

it('says them in words, nothing where nothing is known', async () => {
  const figures = figuresOf(company)

  expect(figuresInWords(figures).slice(0, 3)).toEqual(['自 2017 年', '2 个网点', '2 项有效资质'])

  await fetchWords('en')
  language.value = 'en'
  const none = { since_year: null, certificates: 0, vehicle_classes: [], fuels: [] }
  expect(figuresInWords({ ...figures, ...none })).toEqual(['outlets: 2'])
})
