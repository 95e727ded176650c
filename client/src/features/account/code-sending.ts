/** Asking for a code by text message, and the wait before it may be asked for again. */
import { computed, onUnmounted, ref } from 'vue'
import { Refused } from '@/api/problem'
import { challenge, sendCode } from '@/api/sign-in'
import { t } from '@/i18n'
import { solve } from './captcha'
import { plainPhone } from './checks'

export function useCodeSending() {
  const sending = ref(false)
  const sent = ref('')
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

  /** Raises what the server refused, after noting how long it wants to be left alone. */
  async function send(phone: string) {
    sending.value = true
    sent.value = ''
    try {
      const answer = await sendCode(plainPhone(phone), await solve(await challenge()))
      countDown(answer.resend_after_seconds)
      sent.value = t('sign_in.sent', { minutes: Math.round(answer.expires_in_seconds / 60) })
    } catch (error) {
      if (error instanceof Refused && error.problem.retryAfterSeconds)
        countDown(error.problem.retryAfterSeconds)
      throw error
    } finally {
      sending.value = false
    }
  }

  return { sending, sent, wait, words, send }
}
