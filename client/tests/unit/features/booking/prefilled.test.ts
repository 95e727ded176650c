import { expect, it } from 'vitest'
import { reactive, ref } from 'vue'
import type { OwnerDocument, Relation } from '@/api/types'
import { isOwnCar, usePrefilled } from '@/features/booking/prefilled'
import type { Recognised } from '@/features/documents/needed'

function paper(kind: OwnerDocument['kind'], values: Record<string, string>): OwnerDocument {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, confidence: 1, doubtful: false, corrected: false },
    ]),
  )
  return { id: kind, kind, state: 'recognised', fields, problems: [] }
}

const card = (name: string) => paper('identity_card', { name })
const licence = (owner: string) => paper('vehicle_licence', { owner })

function form() {
  const entries = reactive({ name: '', relation: '' as Relation | '' })
  const recognised = ref<Recognised>({ identityCard: null, vehicleLicence: null })
  return { entries, recognised, filled: usePrefilled(entries, recognised) }
}

it('the card fills in the name, and agreeing names say whose car it is', () => {
  const { entries, recognised } = form()

  recognised.value = { identityCard: card('张三'), vehicleLicence: licence('张三') }

  expect(entries).toEqual({ name: '张三', relation: 'self' })
})

it('what the account knew gives way to the card, what the owner typed does not', () => {
  const { entries, recognised, filled } = form()
  filled.fillName('张小三')
  recognised.value = { identityCard: card('张三'), vehicleLicence: null }
  expect(entries.name).toBe('张三')

  entries.name = '张山'
  recognised.value = { identityCard: card('张叁'), vehicleLicence: null }

  expect(entries.name).toBe('张山')
})

it('another licence takes back what the first one filled in, and nothing that was chosen', () => {
  const { entries, recognised } = form()
  recognised.value = { identityCard: card('张三'), vehicleLicence: licence('张三') }
  recognised.value = { identityCard: card('张三'), vehicleLicence: licence('李四') }
  expect(entries.relation).toBe('')

  entries.relation = 'relative'
  recognised.value = { identityCard: card('张三'), vehicleLicence: licence('张三') }

  expect(entries.relation).toBe('relative')
})

it('a foreigner is known by the Chinese name too', () => {
  const foreigner = paper('foreigner_card', { name: 'MUELLER, HANS', chinese_name: '穆汉斯' })

  expect(isOwnCar({ identityCard: foreigner, vehicleLicence: licence('穆汉斯') })).toBe(true)
  expect(isOwnCar({ identityCard: foreigner, vehicleLicence: null })).toBe(false)
})
