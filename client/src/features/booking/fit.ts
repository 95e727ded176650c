/** Whether the car fits the service that is held, asked anew whenever something about it changes. */
import { ref, type Ref, watch } from 'vue'
import * as bookings from '@/api/bookings'
import type { Fit } from '@/api/types'

export interface AskedFor {
  licence: string
  fuel: string
  mass: string
}

const KG = /^\d{3,6}$/

export function useFit(code: Ref<string>, service: Ref<number>, asked: () => AskedFor) {
  const fit = ref<Fit | null>(null)
  let turn = 0 // a newer question makes older answers void

  async function look() {
    const mine = (turn += 1)
    const { licence, fuel, mass } = asked()
    if (!licence || !code.value) return void (fit.value = null)
    try {
      const found = await bookings.fit(code.value, {
        vehicle_licence: licence,
        ...(fuel ? { fuel } : {}),
        ...(KG.test(mass) ? { mass_kg: mass } : {}),
      })
      if (mine === turn) fit.value = found
    } catch {
      if (mine === turn) fit.value = null // A convenience: confirming says the same.
    }
  }

  watch(
    () => [code.value, service.value, ...Object.values(asked())].join('|'),
    () => void look(),
  )
  return { fit, look }
}
