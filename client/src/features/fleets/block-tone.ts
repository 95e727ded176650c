/** How a block's state is shown. */
import type { Block } from '@/api/types'

export function blockTone(state: Block['state']): string {
  if (state === 'held') return 'tag--warn'
  return state === 'confirmed' ? '' : 'tag--quiet'
}
