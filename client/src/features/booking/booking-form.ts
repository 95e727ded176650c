/** The booking form's life: what is typed and photographed, kept as a draft, judged, and sent. */
import { computed, reactive, ref, type Ref, watch } from 'vue'
import * as bookings from '@/api/bookings'
import { atFields, inWords } from '@/api/failure'
import { me } from '@/api/owner'
import { personQuestionIn } from '@/features/account/phone-question'
import { useDocument } from '@/features/documents/document'
import { type Doubt, doubts } from '@/features/documents/doubts'
import { ofEach, NEEDED_NAMES, NEEDED } from '@/features/documents/needed'
import { type Key, t } from '@/i18n'
import { draftOf, forgetDraft, keepDraft } from '@/state/drafts'
import { UNDECIDED } from './car-after'
import { byEntry, confirmation, type Entries, type EntryName, wrongEntries } from './confirmation'
import { useFit } from './fit'
import { usePrefilled } from './prefilled'

/** Judged against each other: what is said of one is of no account once another has changed. */
const TOGETHER: readonly EntryName[] = ['name', 'relation', ...NEEDED_NAMES]

/** `code` names the held booking, `service` is its; they change when it is held again or swapped. */
export function useBookingForm(code: Ref<string>, service: Ref<number>) {
  const entries = reactive<Entries>({
    name: '',
    phone: '',
    relation: '',
    carAfter: UNDECIDED,
    note: '',
    fuel: '',
    mass: '',
  })
  const documents = ofEach((name) => useDocument(NEEDED[name]))
  const vehicle = ref('') // one of the owner's noted cars, or none
  const wrong = ref<Partial<Record<EntryName, Key>>>({})
  const refused = ref<Record<string, string>>({})
  const failure = ref('')
  let opened = false // nothing is kept before what was kept is back

  const recognised = computed(() => ofEach((name) => documents[name].recognised.value))
  const isReading = computed(() => NEEDED_NAMES.some((name) => documents[name].busy.value))
  const { cardName, isMine, fillName } = usePrefilled(entries, recognised)
  const documentIds = computed(() => ofEach((name) => documents[name].state.document?.id ?? ''))
  const { fit, look } = useFit(code, service, () => ({
    licence: recognised.value.vehicleLicence?.id ?? '',
    fuel: entries.fuel,
    mass: entries.mass,
  }))
  const unsure = computed(() => doubts(recognised.value))
  const compared = ref<Doubt['name'][]>([])
  const toCompare = computed(() => unsure.value.some(({ name }) => !compared.value.includes(name)))
  const mistakes = computed(() => Object.keys(wrong.value).length)
  const trouble = computed(() =>
    mistakes.value ? t('form.mistakes', { n: mistakes.value }) : failure.value,
  )

  watch([entries, documentIds, vehicle], () => {
    if (!opened) return
    keepDraft(code.value, { ...entries, ...documentIds.value, vehicle: vehicle.value })
  })
  // A mistake that is being mended is no longer shown; the whole is judged again on confirming.
  watch(
    () => ({ ...entries }),
    (now, before) => {
      for (const name of Object.keys(now) as (keyof Entries)[])
        if (now[name] !== before[name]) clear(name)
    },
  )
  for (const name of NEEDED_NAMES)
    watch(
      () => documents[name].state.step,
      () => clear(name),
    )
  // Of another licence it may no longer be asked what drives the car.
  watch(fit, (found) => {
    if (!found?.ask_fuel) clear('fuel')
  })
  watch(recognised, () => (compared.value = [])) // another photo is to be compared anew

  /** The owner has looked: the field agrees with the document, or not. */
  function compare(name: Doubt['name'], agrees: boolean) {
    const others = compared.value.filter((one) => one !== name)
    compared.value = agrees ? [...others, name] : others
  }

  function clear(name: EntryName) {
    delete wrong.value[name]
    const wasRefused = Object.keys(refused.value).length > 0
    for (const one of TOGETHER.includes(name) ? TOGETHER : [name]) delete refused.value[one]
    if (wasRefused && !Object.keys(refused.value).length) failure.value = ''
  }

  /** Wait until no photo is being read any more. */
  async function settled() {
    while (isReading.value)
      await new Promise<void>((done) => {
        const stop = watch(isReading, () => {
          stop()
          done()
        })
      })
  }

  /** Bring back what was typed, then fill gaps with what the account knows. */
  async function open() {
    const kept = draftOf(code.value) ?? {}
    const typed = Object.entries(kept).filter(([name, value]) => name in entries && value)
    Object.assign(entries, Object.fromEntries(typed))
    vehicle.value = kept.vehicle ?? ''
    for (const name of NEEDED_NAMES) if (kept[name]) void documents[name].resume(kept[name])
    opened = true
    await fillFromAccount()
  }

  async function fillFromAccount() {
    try {
      const owner = await me()
      entries.phone ||= owner.phone
      fillName(cardName.value || (owner.name ?? ''))
    } catch {
      entries.phone ||= '' // A convenience only: the owner types it.
    }
  }

  /** Whether each paper has a photo that was read, or is being read; if not, the mistake is at its entry. */
  function arePapersThere(): boolean {
    const papers = ofEach((name) => documents[name].state.paper)
    const found = wrongEntries(entries, recognised.value, false, papers)
    const missing = NEEDED_NAMES.filter((name) => found[name] && !documents[name].busy.value)
    wrong.value = Object.fromEntries(missing.map((name) => [name, found[name]]))
    return !missing.length
  }

  /** Whether everything may be sent; if not, each mistake is at its entry. */
  function isRight(): boolean {
    const papers = ofEach((name) => documents[name].state.paper)
    wrong.value = wrongEntries(entries, recognised.value, fit.value?.ask_fuel, papers)
    refused.value = {}
    failure.value = ''
    return mistakes.value === 0
  }

  /**
   * Raises what the server refused, after putting its sentences at their entries. With the `question` that it
   * asked about another person, the owner says that the account is the same.
   */
  async function send(question = '') {
    try {
      const filled = confirmation(entries, recognised.value, compared.value)
      await bookings.confirm(code.value, question ? { ...filled, question } : filled)
      forgetDraft(code.value)
    } catch (problem) {
      fail(problem)
      throw problem
    }
  }

  function fail(problem: unknown) {
    failure.value = personQuestionIn(problem) ? '' : inWords(problem) // asked in the form's place
    refused.value = byEntry(atFields(problem))
    void look() // what fits, or is free, may have changed
  }

  /** Keep nothing more: the draft goes elsewhere. */
  function close() {
    opened = false
  }

  /** What went wrong before has been mended. */
  function mended() {
    failure.value = ''
    refused.value = {}
  }

  const said = (name: EntryName): string =>
    wrong.value[name] ? t(wrong.value[name]) : (refused.value[name] ?? '')

  return {
    entries,
    vehicle,
    documents,
    recognised,
    cardName,
    isMine,
    isReading,
    settled,
    toCompare,
    fit,
    unsure,
    compared,
    compare,
    trouble,
    said,
    open,
    arePapersThere,
    isRight,
    send,
    fail,
    mended,
    close,
  }
}
