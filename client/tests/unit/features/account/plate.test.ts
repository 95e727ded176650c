import { expect, it } from 'vitest'
import { checkPlate, plainPlate } from '@/features/account/plate'

it('a plate is kept without what is printed between', () => {
  expect(plainPlate(' 京a·d１２３４５ ')).toBe('京AD12345')
})

it.each(['沪AD12345', '沪AF12345', '粤B54321F', '川A12345C', '沪A12345', '粤Z1234港'])(
  '%s is a plate',
  (plate) => expect(checkPlate(plate)).toBeNull(),
)

it.each(['京AL12345', '沪AD123', '沪I12345', 'AD12345', '沪AD1234O', '沪AD123456'])(
  '%s is none',
  (plate) => expect(checkPlate(plate)).toBe('check.plate_form'),
)

it('nothing is asked for', () => {
  expect(checkPlate('  ')).toBe('check.plate_missing')
})
