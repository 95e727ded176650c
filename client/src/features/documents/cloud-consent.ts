/** The owner's separate yes to a cloud provider that may read photos. Never needed, and taken back as easily as given. */
import { reactive } from 'vue'
import { inWords } from '@/api/failure'
import { consent, withdraw } from '@/api/sign-in'
import type { AgreementVersion, Cloud, Me, Offered } from '@/api/types'

export function useCloudConsent() {
  const state = reactive({
    /** Whom the owner may agree to, or nobody: then no box is shown. */
    cloud: null as Cloud | null,
    agreed: false,
    error: '',
  })
  let text: AgreementVersion | undefined
  let said = Promise.resolve() // one word after the other, so that the last one stands

  function know({ items, cloud }: Offered, { consents }: Pick<Me, 'consents'>) {
    text = items.find(({ kind }) => kind === cloud?.kind)
    state.cloud = text ? cloud : null
    state.agreed = consents.some(
      ({ kind, version }) => kind === text?.kind && version === text.version,
    )
  }

  function tick(on: boolean): Promise<void> {
    state.agreed = on
    state.error = ''
    said = said.then(() => tell(on))
    return said
  }

  async function tell(on: boolean) {
    if (!text) return
    try {
      await (on ? consent(text) : withdraw(text.kind))
    } catch (problem) {
      state.agreed = !on
      state.error = inWords(problem)
    }
  }

  return { state, know, tick }
}
