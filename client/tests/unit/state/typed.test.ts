import { beforeEach, expect, it } from 'vitest'
import { reactive } from 'vue'
import { keepTyped } from '@/state/typed'
import { stubUni } from '../stub'

beforeEach(() => void stubUni())

it('what is typed survives a reload, until it is sent', () => {
  const before = reactive({ name: '', phone: '' })
  const forget = keepTyped('fleet', before)
  before.name = '申通出租汽车有限公司'

  const after = reactive({ name: '', phone: '' })
  keepTyped('fleet', after)
  expect(after).toEqual({ name: '申通出租汽车有限公司', phone: '' })

  forget()
  before.name = '' // leaving the page empties nothing that is kept no more
  const later = reactive({ name: '', phone: '' })
  keepTyped('fleet', later)
  expect(later.name).toBe('')
})
