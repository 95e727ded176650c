/** Asking for a code by text message, and the wait before it may be asked for again. */
import { computed, onUnmounted, ref } from 'vue'
import { Refused, Unreachable } from '@/api/problem'
import { challenge, harderChallenge, sendCode } from '@/api/sign-in'
import type { Sent } from '@/api/types'
import { t } from '@/i18n'
import { solve } from './captcha'
import { plainPhone } from './folding'

const ROUNDS = 5 // challenges for one code: each may have grown while the one before was solved
const OVER = ['code_tried_too_often', 'code_expired', 'too_many_wrong_codes']
const LONG = 3000 // milliseconds of proving after which its progress is told
const WAIT = 60 // seconds; a code that is open can be joined sooner than another one is sent

export function useCodeSending() {
  const sending = ref(false)
  const sent = ref('')
  const proving = ref('')
  const wait = ref(0)
  let tick: ReturnType<typeof setInterval> | undefined

  const words = computed(() =>
    wait.value > 0 ? t('sign_in.send_again_in', { seconds: wait.value }) : t('sign_in.send'),
  )
  onUnmounted(() => clearInterval(tick))

  function countDown(seconds: number) {
    clearInterval(tick)
    const until = Date.now() + seconds * 1000
    wait.value = seconds
    tick = setInterval(() => {
      wait.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      if (!wait.value) clearInterval(tick)
    }, 1000)
  }

  /** Solve, send, and solve again what the server wants solved instead. */
  async function proveAndSend(phone: string): Promise<Sent> {
    const began = Date.now()
    const tell = (share: number) => {
      if (Date.now() - began > LONG)
        proving.value = t('sign_in.proving_longer', { percent: Math.floor(share * 100) })
    }
    let asked = await challenge()
    for (let round = 1; ; round += 1) {
      try {
        return await sendCode(phone, await solve(asked, tell))
      } catch (error) {
        const harder = harderChallenge(error)
        if (!harder || round === ROUNDS) throw error
        asked = harder
      }
    }
  }

  /** Raises what the server refused, after noting how long it wants to be left alone. */
  async function send(phone: string) {
    sending.value = true
    sent.value = ''
    proving.value = t('sign_in.proving')
    try {
      const { joined, ...answer } = await proveAndSend(plainPhone(phone))
      const minutes = Math.max(1, Math.floor(answer.expires_in_seconds / 60))
      countDown(joined ? Math.min(WAIT, answer.resend_after_seconds) : answer.resend_after_seconds)
      sent.value = t(joined ? 'sign_in.joined' : 'sign_in.sent', { minutes })
    } catch (error) {
      const said = error instanceof Refused || error instanceof Unreachable ? error.problem : null
      if (said?.retryAfterSeconds) countDown(said.retryAfterSeconds)
      throw error
    } finally {
      sending.value = false
    }
  }

  /** Let a code be asked for at once when the tries for the last one are used up. */
  function afterTyping(error: unknown) {
    if (!(error instanceof Refused) || !OVER.includes(error.code)) return
    sent.value = ''
    countDown(0)
  }

  return { sending, sent, proving, wait, words, send, afterTyping }
}
