/** Loading something for a page: what came, that it is under way, or what went wrong. */
import { type Ref, ref, shallowRef } from 'vue'
import { inWords } from '@/api/failure'

export interface Loading<T> {
  value: Ref<T | null>
  busy: Ref<boolean>
  error: Ref<string>
  load: () => Promise<void>
}

/** Only the last of several overlapping loads counts: an early slow answer must not replace a late one. */
export function useLoad<T>(fetch: () => Promise<T>): Loading<T> {
  const value = shallowRef<T | null>(null) as Ref<T | null>
  const busy = ref(false)
  const error = ref('')
  let turn = 0

  async function load() {
    const mine = (turn += 1)
    busy.value = true
    error.value = ''
    try {
      const found = await fetch()
      if (mine === turn) value.value = found
    } catch (problem) {
      if (mine === turn) error.value = inWords(problem)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  return { value, busy, error, load }
}
