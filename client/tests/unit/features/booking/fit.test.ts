import { beforeEach, expect, it } from 'vitest'
import { nextTick, reactive, ref } from 'vue'
import { useFit } from '@/features/booking/fit'
import { stubUni } from '../../stub'

const BUS = { vehicle_class: 'bus', fuel: 'electric', ask_fuel: false, misfits: [], services: [] }
let uni: ReturnType<typeof stubUni>

beforeEach(() => {
  uni = stubUni()
})

const settled = () => new Promise((done) => setTimeout(done))

it('asks once the licence is read, and anew when the owner says more or the service changes', async () => {
  const told = reactive({ licence: '', fuel: '', mass: '' })
  const service = ref(7)
  const { fit } = useFit(ref('VB1'), service, () => told)
  for (let n = 0; n < 3; n += 1) uni.answer(200, BUS)

  told.licence = 'licence-1'
  await nextTick()
  await settled()
  told.fuel = 'hybrid'
  await nextTick()
  service.value = 8
  await nextTick()
  await settled()

  expect(fit.value?.vehicle_class).toBe('bus')
  expect(uni.asked.map(({ url }) => url.split('?')[1])).toEqual([
    'vehicle_licence=licence-1',
    'vehicle_licence=licence-1&fuel=hybrid',
    'vehicle_licence=licence-1&fuel=hybrid',
  ])
})

it('a mass is not sent before it is one, and nothing stands where the network is cut', async () => {
  const told = reactive({ licence: 'licence-1', fuel: '', mass: '16' })
  const { fit, look } = useFit(ref('VB1'), ref(7), () => told)

  uni.answer(200, BUS)
  await look()
  expect(fit.value).not.toBeNull()
  uni.cut()
  told.mass = '16000'
  await nextTick()
  await settled()

  expect(fit.value).toBeNull()
  expect(uni.asked.map(({ url }) => url.includes('mass_kg'))).toEqual([false, true])
})
