/** The separate consents that stand before photos of documents: whether they are given, and giving them. */
import { reactive } from 'vue'
import { inWords } from '@/api/failure'
import { me } from '@/api/owner'
import { agreements, consent, offered } from '@/api/sign-in'
import type { AgreementVersion } from '@/api/types'
import { t } from '@/i18n'
import { useCloudConsent } from './cloud-consent'

export function useDocumentConsent() {
  const state = reactive({
    agreed: false,
    given: false, // the server has it on record
    error: '',
  })
  const cloud = useCloudConsent()
  let current: AgreementVersion | undefined

  /** Owners who agreed to this version before need not agree again. */
  async function lookUp() {
    try {
      const [all, owner] = await Promise.all([offered(), me()])
      cloud.know(all, owner)
      current = all.items.find(({ kind }) => kind === 'documents')
      state.given = owner.consents.some(
        ({ kind, version }) => kind === 'documents' && version === current?.version,
      )
    } catch {
      state.given = false // Asked for again when the box is ticked, where a failure is shown.
    }
  }

  async function tick(on: boolean) {
    state.agreed = on
    state.error = ''
    if (!on) return
    try {
      current ??= (await agreements()).find(({ kind }) => kind === 'documents')
      if (current) await consent(current)
      state.given = true
    } catch (problem) {
      state.agreed = false
      state.error = inWords(problem)
    }
  }

  /** Somebody wants to take a photo before. */
  function barred() {
    state.error = t('check.documents_agree')
  }

  return { state, cloud: cloud.state, tickCloud: cloud.tick, lookUp, tick, barred }
}

export type DocumentConsent = ReturnType<typeof useDocumentConsent>
