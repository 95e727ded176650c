import { expect, it } from 'vitest'
import { maskPlate, maskVin } from '@/features/account/mask'

it('a plate and a VIN can be told from others and not be read', () => {
  expect(maskPlate('沪AD12345')).toBe('沪AD1***5')
  expect(maskVin('LGXCE6DB7J0123456')).toBe('LGX***********456')
})

it('what is too short to mask is hidden whole', () => {
  expect(maskVin('LGX456')).toBe('******')
  expect(maskPlate('')).toBe('')
})
