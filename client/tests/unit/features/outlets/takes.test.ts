import { expect, it } from 'vitest'
import { carInWords, takesInWords } from '@/features/outlets/takes'

it('a service says which cars it takes', () => {
  const words = takesInWords({
    vehicle_classes: ['bus', 'light_lorry'],
    fuels: ['electric', 'hybrid'],
    heaviest_kg: 18000,
  })

  expect(words).toBe('大中型客车、轻型货车 · 纯电动、混合动力 · 总质量不超过 18000 kg')
})

it('a class that is not known yet is not shown', () => {
  const words = takesInWords({
    vehicle_classes: ['passenger_car', 'hovercraft' as 'bus'],
    fuels: ['electric'],
    heaviest_kg: null,
  })

  expect(words).toBe('乘用车（小型、微型客车） · 纯电动')
})

it('a car says what is known of it', () => {
  expect(carInWords({ vehicle_class: 'bus', fuel: 'electric' })).toBe('大中型客车 · 纯电动')
  expect(carInWords({ vehicle_class: null, fuel: null })).toBe('')
})
