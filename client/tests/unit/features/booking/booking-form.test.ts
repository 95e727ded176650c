import { beforeEach, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { useBookingForm } from '@/features/booking/booking-form'
import { stubUni } from '../../stub'

let net: ReturnType<typeof stubUni>

beforeEach(() => {
  net = stubUni()
})

const read = (value: string) => ({ value, confidence: 1, doubtful: false, corrected: false })
const paper = (kind: string, fields: object, state = 'recognised') => ({
  ...{ id: kind, kind, state, fields, problems: [] },
})

async function filledForm() {
  const form = useBookingForm(ref('VB1'), ref(1))
  net.answer(200, paper('identity_card', { name: read('张三') }))
  await form.documents.identityCard.resume('identity_card')
  net.answer(200, paper('vehicle_licence', { owner: read('张三') }))
  await form.documents.vehicleLicence.resume('vehicle_licence')
  form.entries.phone = '13800138000'
  return form
}

it('once an entry is put right, what was said of those it was compared with is of no account', async () => {
  const form = await filledForm()
  form.entries.name = '李四'
  await nextTick()
  const said = { name: '姓名与证件不一致。', relation: '车辆所有人不是您。' }
  net.answer(422, { code: 'documents_disagree', detail: '不一致', field_details: said })
  await expect(form.send()).rejects.toThrow()
  expect(form.said('relation')).toBe('车辆所有人不是您。')

  form.entries.name = '张三'
  await nextTick()

  expect([form.said('name'), form.said('relation'), form.trouble.value]).toEqual(['', '', ''])
})

it('photos that are being read are waited for', async () => {
  const form = useBookingForm(ref('VB1'), ref(1))
  net.answer(200, paper('identity_card', { name: read('张三') }))
  const reading = form.documents.identityCard.resume('identity_card')
  expect(form.isReading.value).toBe(true)

  await form.settled()

  expect(form.entries.name).toBe('张三')
  await reading
})

it('one may go on while photos are being read, not without any', async () => {
  const form = useBookingForm(ref('VB1'), ref(1))
  expect(form.arePapersThere()).toBe(false)
  expect(form.said('identityCard')).toContain('身份证')

  net.answer(200, paper('identity_card', {}, 'recognised'))
  net.answer(200, paper('vehicle_licence', {}, 'recognised'))
  const reading = [
    form.documents.identityCard.resume('identity_card'),
    form.documents.vehicleLicence.resume('vehicle_licence'),
  ]

  expect(form.arePapersThere()).toBe(true)
  await Promise.all(reading)
})
