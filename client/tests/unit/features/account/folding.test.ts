import { describe, expect, it } from 'vitest'
import { checkCode, checkName, checkPhone, plainName } from '@/features/account/checks'
import { plainCode, plainPhone } from '@/features/account/folding'
import { checkPlate, plainPlate } from '@/features/account/plate'
// The server's tests read the same table.
import pasted from '../../../../../tests/identifiers/pasted.json'

const RULES = {
  phone: [plainPhone, checkPhone],
  code: [plainCode, checkCode],
  name: [plainName, checkName],
  plate: [plainPlate, checkPlate],
} as const

describe.each(Object.keys(RULES) as (keyof typeof RULES)[])('what is pasted as a %s', (entry) => {
  const [plain, check] = RULES[entry]

  it('is kept in one form, or refused, as the server does', () => {
    const found = pasted[entry].map(({ typed }) => ({
      typed,
      kept: check(typed) ? null : plain(typed),
    }))

    expect(found).toEqual(pasted[entry])
  })
})
