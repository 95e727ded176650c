/** What the account and the papers fill in, as long as the owner has not said otherwise. */
import { computed, type Ref, watch } from 'vue'
import type { Relation } from '@/api/types'
import { plainName } from '@/features/account/checks'
import { read, type Recognised } from '@/features/documents/needed'

interface Filled {
  name: string
  relation: Relation | ''
}

export function usePrefilled(entries: Filled, recognised: Ref<Recognised>) {
  const ours: Filled = { name: '', relation: '' } // what we filled in last
  const cardName = computed(() => read(recognised.value.identityCard, 'name'))
  const isMine = computed(() => isOwnCar(recognised.value))

  const mayFill = (entry: keyof Filled) => !entries[entry] || entries[entry] === ours[entry]

  function fillName(name: string) {
    if (name && mayFill('name')) entries.name = ours.name = name
  }

  function fillRelation(isOwn: boolean) {
    if (mayFill('relation')) entries.relation = ours.relation = isOwn ? 'self' : ''
  }

  watch(cardName, fillName, { flush: 'sync' })
  watch(isMine, fillRelation, { flush: 'sync' })
  return { cardName, isMine, fillName }
}

/** Whether card and licence name the same person; what may be misread is the server's to judge. */
export function isOwnCar({ identityCard, vehicleLicence }: Recognised): boolean {
  const owner = plainName(read(vehicleLicence, 'owner'))
  const names = ['name', 'chinese_name'].map((field) => plainName(read(identityCard, field)))
  return owner !== '' && names.includes(owner)
}
