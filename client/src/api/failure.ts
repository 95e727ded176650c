/** A failure in the owner's words, whatever it was. */
import { t } from '@/i18n'
import { Refused, Unreachable } from './problem'

export function inWords(error: unknown): string {
  if (error instanceof Unreachable)
    return error.problem ? error.problem.detail || t('error.away') : t('error.unreachable')
  if (error instanceof Refused)
    return error.problem.detail || t('error.refused', { code: error.code })
  return t('error.unexpected')
}

/** What is left to say beside the entries that a form shows: nothing when each mistake stands at its entry. */
export function besides(error: unknown, shown: string[]): string {
  const places = Object.keys(atFields(error))
  return places.length && places.every((name) => shown.includes(name)) ? '' : inWords(error)
}

/** The server's sentences for single entries, by entry name. */
export function atFields(error: unknown): Record<string, string> {
  if (!(error instanceof Refused)) return {}
  const { fields, fieldDetails, detail } = error.problem
  const words = Object.keys(fields).map((name) => [name, fieldDetails[name] ?? detail])
  return { ...Object.fromEntries(words), ...fieldDetails }
}
