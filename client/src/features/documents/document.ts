/** One document's way from the camera to recognised fields, with every place where it can be tried again. */
import { computed, reactive } from 'vue'
import * as documents from '@/api/documents'
import { atFields, besides, inWords } from '@/api/failure'
import { newKey } from '@/api/key'
import { Refused } from '@/api/problem'
import type { DocumentKind, OwnerDocument, Typed } from '@/api/types'
import { type Key, t } from '@/i18n'
import { prepare, release } from '@/platform/photo'
import { doubtAbout } from '@/platform/photo/judge'
import type { RawPhoto } from '@/platform/photo/types'
import { entriesOf, ONLY_TYPED, typedOf } from './typed'

export type Step =
  | 'empty'
  | 'preparing'
  | 'doubtful' // dark or blurred: the owner decides
  | 'to_type' // nothing reads this paper: its owner types beside the photo
  | 'uploading'
  | 'reading'
  | 'recognised'
  | 'by_hand' // its owner typed it, and a person compares
  | 'refused'
  | 'stuck' // network or server failed: the same photo can be sent, or asked for, again

const WAIT_SECONDS = 20
const PAUSE_MS = 1500
const LONGEST_PAUSE_MS = 10_000
const LATE_MS = 10_000 // what takes longer waits in a queue

/** How long to leave a busy server alone: a quarter of what was waited, so that a crowd asks ever less. */
export function nextPause(waited: number, least = PAUSE_MS): number {
  return Math.min(Math.max(least, waited / 4), LONGEST_PAUSE_MS)
}

export function useDocument(kind: DocumentKind, pause = PAUSE_MS, late = LATE_MS) {
  const state = reactive({
    step: 'empty' as Step,
    paper: kind, // which one its owner shows: some papers stand in for an identity card
    path: '',
    percent: 0,
    message: '',
    document: null as OwnerDocument | null,
    late: false, // reading takes so long that it has to be explained
    mayType: false, // too many photos were refused: there is another way on
    refusals: 0, // photos that came to nothing, also those that the server never kept or saw
    typed: {} as Typed, // kept whatever becomes of the photo
    wrong: {} as Record<string, string>, // what is wrong with what was typed, by entry
  })
  let key = newKey() // one for each photo, kept when it is sent again
  let turn = 0 // a newer photo makes all answers about an older one void
  let counted = false // the photo among those that came to nothing

  const busy = computed(() => ['preparing', 'uploading', 'reading'].includes(state.step))
  const recognised = computed(() =>
    ['recognised', 'by_hand'].includes(state.step) ? state.document : null,
  )

  /** Whether to name the outlet's telephone: two photos came to nothing, whoever said so. */
  const offersCall = computed(
    () => ['refused', 'doubtful'].includes(state.step) && state.refusals > 1,
  )

  /** Say which paper it is; a photo and the number of another one are of no use then. */
  function choose(paper: DocumentKind) {
    if (paper === state.paper) return
    reset('empty')
    Object.assign(state, { mayType: false, refusals: 0 })
    const { name, birth_date } = state.typed
    Object.assign(state, { paper, typed: { name, birth_date } })
  }

  async function take(raw: RawPhoto) {
    const mine = reset('preparing')
    const prepared = await prepare(raw)
    if (mine !== turn) return
    key = newKey()
    if (prepared.wrong) return stop('refused', t(prepared.wrong))
    state.path = prepared.path ?? ''
    const doubt = prepared.look ? doubtAbout(prepared.look) : null
    if (doubt) return stop('doubtful', t(doubt))
    await send()
  }

  async function send() {
    if (ONLY_TYPED.includes(state.paper)) return stop('to_type', '')
    const mine = (turn += 1)
    Object.assign(state, { step: 'uploading', percent: 0, message: '', document: null })
    try {
      const got = await documents.upload(state.paper, state.path, key, (percent) => {
        if (mine === turn) state.percent = percent
      })
      if (mine === turn) await follow(got, mine)
    } catch (error) {
      if (mine === turn) failed(error)
    }
  }

  /** Keep what is typed; a mistake that is being mended is no longer shown. */
  function type(typed: Typed) {
    for (const name of Object.keys(state.wrong))
      if (typed[name as keyof Typed] !== state.typed[name as keyof Typed]) delete state.wrong[name]
    state.typed = typed
  }

  /** Send the refused photo once more, with what the owner typed: a person compares them. */
  async function sendTyped() {
    const mine = (turn += 1)
    const typed = typedOf(state.paper, state.typed)
    key = newKey()
    Object.assign(state, { step: 'uploading', percent: 0, message: '', wrong: {} })
    try {
      const got = await documents.upload(
        state.paper,
        state.path,
        key,
        (percent) => {
          if (mine === turn) state.percent = percent
        },
        typed,
      )
      if (mine === turn) await follow(got, mine)
    } catch (error) {
      if (mine !== turn) return
      state.wrong = atFields(error)
      const step = ONLY_TYPED.includes(state.paper) ? 'to_type' : 'refused'
      stop(step, besides(error, [...entriesOf(state.paper, state.typed)])) // also after a cut: what was typed can be sent again
    }
  }

  /** Ask for a document that the server has, e.g. one of a draft. */
  async function resume(id: string) {
    const mine = reset('reading')
    try {
      await follow(await documents.document(id), mine)
    } catch (error) {
      if (mine === turn) gone(error)
    }
  }

  async function follow(first: OwnerDocument, mine: number) {
    let current = first
    const began = Date.now()
    state.document = current
    state.late = false
    while (current.state === 'reading') {
      state.step = 'reading'
      current = await documents.document(current.id, WAIT_SECONDS)
      if (mine !== turn) return
      state.document = current
      if (current.state !== 'reading') break
      const waited = Date.now() - began
      state.late = waited >= late
      await new Promise((done) => setTimeout(done, pause && nextPause(waited, pause)))
    }
    state.mayType = current.may_type ?? false
    if (ONLY_TYPED.includes(current.kind)) state.paper = current.kind // of a draft
    if (current.state !== 'refused') stop(current.state, '')
    else stop('refused', problemsInWords(current))
  }

  /** The camera could not be opened: why, and what to do. A photo that is there stays. */
  function cannot(why: Key) {
    if (state.step === 'empty') state.message = t(why)
    else if (!busy.value) stop(state.step, t(why))
  }

  function again() {
    if (state.document) return resume(state.document.id)
    return state.path ? send() : undefined
  }

  /** What fails at the server says nothing of the photo. */
  function failed(error: unknown) {
    const isPhoto = error instanceof Refused && error.status < 500
    stop(isPhoto ? 'refused' : 'stuck', inWords(error))
  }

  /** A draft's document that the server has erased is simply to be photographed again. */
  function gone(error: unknown) {
    if (error instanceof Refused && error.status === 404) reset('empty')
    else failed(error)
  }

  function reset(step: Step): number {
    if (state.path) release(state.path)
    // The way on that two refused photos opened stays open, whatever becomes of the third.
    Object.assign(state, { step, path: '', percent: 0, message: '', wrong: {} })
    if (step !== 'reading') state.document = null
    counted = false
    return (turn += 1)
  }

  function stop(step: Step, message: string) {
    if (!counted && ['refused', 'doubtful'].includes(step)) {
      state.refusals += 1
      counted = true
    }
    Object.assign(state, { step, message })
  }

  return {
    kind,
    state,
    busy,
    recognised,
    offersCall,
    choose,
    take,
    send,
    type,
    sendTyped,
    resume,
    again,
    cannot,
  }
}

export type DocumentFlow = ReturnType<typeof useDocument>

/** What is wrong with a refused document, a sentence each. */
function problemsInWords(document: OwnerDocument): string {
  const problems = document.problems ?? []
  const words = problems.map(({ code, detail }) => detail || t('error.refused', { code }))
  return words.join('\n') || t('photo.refused')
}
