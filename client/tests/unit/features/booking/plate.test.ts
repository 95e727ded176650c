import { describe, expect, it } from 'vitest'
import type { Booking } from '@/api/types'
import { plateInWords } from '@/features/booking/plate'

const car = (more: object) => ({ plate: null, no_plate: null, vin: null, ...more }) as Booking

describe('what a car is known by', () => {
  it('is its plate', () => {
    expect(plateInWords(car({ plate: '沪AD1***5' }))).toBe('沪AD1***5')
  })

  it('is a temporary plate, which is said', () => {
    expect(plateInWords(car({ plate: '沪A01**临', no_plate: 'temporary' }))).toBe(
      '沪A01**临 (临时号牌)',
    )
  })

  it('is the end of the VIN and why there is no plate', () => {
    const vin = 'LGX***********456'
    expect(plateInWords(car({ vin, no_plate: 'deregistered' }))).toBe('已注销登记 · VIN …456')
  })

  it('is nothing while the place is only held', () => {
    expect(plateInWords(car({}))).toBe('')
  })
})
