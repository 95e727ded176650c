import { describe, expect, it } from 'vitest'
import { checkCode, checkName, checkPhone, plainName } from '@/features/account/checks'
import { plainPhone } from '@/features/account/folding'

describe('a phone number', () => {
  it.each([
    '13800138000',
    ' 138 0013 8000',
    '+8613800138000',
    '008613800138000',
    '８６13800138000',
  ])('is taken in the form %s', (entry) => {
    expect(checkPhone(entry)).toBeNull()
    expect(plainPhone(entry)).toBe('13800138000')
  })

  it.each(['12012345678', '1380013800', '138001380000', 'abc', '138001380OO'])(
    'is not %s',
    (entry) => expect(checkPhone(entry)).toBe('check.phone_form'),
  )

  it('has to be there', () => expect(checkPhone('  ')).toBe('check.phone_missing'))
})

describe('a code', () => {
  it('has six digits, full-width ones too', () => {
    expect(checkCode('012345')).toBeNull()
    expect(checkCode('０１２３４５')).toBeNull()
    expect(checkCode('12345')).toBe('check.code_form')
    expect(checkCode('12345a')).toBe('check.code_form')
    expect(checkCode('')).toBe('check.code_missing')
  })
})

describe('a name', () => {
  it.each(['张三', '阿卜杜拉·买买提', '买买提•艾合买提', '王𬭎', ' 李 雷', 'John Smith', '欧阳'])(
    'may be %s',
    (entry) => expect(checkName(entry)).toBeNull(),
  )

  it.each(['张三1', '张三😀', "Robert'); DROP", '·张三', '张三·', '12'])('may not be %s', (entry) =>
    expect(checkName(entry)).toBe('check.name_form'),
  )

  it.each(['MUELLER, HANS', 'Müller,Hans', 'GARCIA LOPEZ ， ANNA MARIA'])(
    'may have the comma of a foreigner: %s',
    (entry) => expect(checkName(entry)).toBeNull(),
  )

  it('is written as cards write it', () => {
    expect(plainName('Müller ,Hans,')).toBe('Müller, Hans')
    expect(plainName(' 李 雷')).toBe('李雷')
    expect(plainName('买买提•艾合买提')).toBe('买买提·艾合买提')
    expect(plainName('John   Smith')).toBe('John Smith')
  })

  it('holds fifty characters, not more', () => {
    expect(checkName('阿'.repeat(50))).toBeNull()
    expect(checkName('阿'.repeat(51))).toBe('check.name_long')
    expect(checkName('')).toBe('check.name_missing')
  })
})
