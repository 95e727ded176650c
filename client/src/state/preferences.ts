/** Language, large type, city and phone number, as chosen on this device. */
import { ref } from 'vue'
import { fetchWords, type Language, language, languageOf } from '@/i18n'
import { showLanguage, systemLanguage } from '@/platform/language'

const LANGUAGE = 'voltbay.language'
const LARGE = 'voltbay.large-type'
const CITY = 'voltbay.city'
const PHONE = 'voltbay.phone'

export const largeType = ref(false)

export function restorePreferences(): void {
  const kept = uni.getStorageSync(LANGUAGE) as string
  language.value = languageOf(kept || systemLanguage())
  largeType.value = uni.getStorageSync(LARGE) === true
  fetchWords(language.value)
    .catch(() => (language.value = 'zh-Hans')) // whose words are always there
    .finally(() => showLanguage(language.value))
}

/** Speak it once its words are there: without a network only from the next start on. */
export async function speak(chosen: Language): Promise<void> {
  uni.setStorageSync(LANGUAGE, chosen)
  await fetchWords(chosen)
  language.value = chosen
  showLanguage(chosen)
}

export function enlarge(large: boolean): void {
  largeType.value = large
  uni.setStorageSync(LARGE, large)
}

export function rememberedCity(): string {
  return (uni.getStorageSync(CITY) as string) || ''
}

export function rememberCity(code: string): void {
  uni.setStorageSync(CITY, code)
}

export function rememberedPhone(): string {
  return (uni.getStorageSync(PHONE) as string) || ''
}

export function forgetPhone(): void {
  uni.removeStorageSync(PHONE)
}

export function rememberPhone(phone: string): void {
  uni.setStorageSync(PHONE, phone)
}
