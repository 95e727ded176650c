/** What is typed on a page, kept on the device until it is sent: a reload or a dropped network loses nothing. */
import { watch } from 'vue'
import { draftOf, forgetDraft, keepDraft } from './drafts'

/** Fill entries in with what was typed before, and keep what is typed from now on; returns how to forget it. */
export function keepTyped<T extends { [key in keyof T]: string }>(name: string, entries: T) {
  const kept = draftOf(name) as Partial<T> | null
  Object.assign(entries, kept)
  const stop = watch(entries, () => keepDraft(name, { ...entries }), { flush: 'sync' })
  return () => {
    stop()
    forgetDraft(name)
  }
}
