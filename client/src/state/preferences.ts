/** Language, large type, city and phone number, as chosen on this device. */
import { ref } from 'vue'
import { fetchWords, type Language, language, languageOf } from '@/i18n'
import { showLanguage, systemLanguage } from '@/platform/language'
import { store, stored, unstore } from '@/platform/storage'

const LANGUAGE = 'voltbay.language'
const LARGE = 'voltbay.large-type'
const CITY = 'voltbay.city'
const PHONE = 'voltbay.phone'

export const largeType = ref(false)

export function restorePreferences(): void {
  const kept = stored(LANGUAGE) as string
  language.value = languageOf(kept || systemLanguage())
  largeType.value = stored(LARGE) === true
  fetchWords(language.value)
    .catch(() => (language.value = 'zh-Hans')) // whose words are always there
    .finally(() => showLanguage(language.value))
}

/** Speak it once its words are there: without a network only from the next start on. */
export async function speak(chosen: Language): Promise<void> {
  store(LANGUAGE, chosen)
  await fetchWords(chosen)
  language.value = chosen
  showLanguage(chosen)
}

export function enlarge(large: boolean): void {
  largeType.value = large
  store(LARGE, large)
}

export function rememberedCity(): string {
  return (stored(CITY) as string) || ''
}

export function rememberCity(code: string): void {
  store(CITY, code)
}

export function rememberedPhone(): string {
  return (stored(PHONE) as string) || ''
}

export function forgetPhone(): void {
  unstore(PHONE)
}

export function rememberPhone(phone: string): void {
  store(PHONE, phone)
}
