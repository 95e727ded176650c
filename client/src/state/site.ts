/** Whose site this is: name, colours, logo, as its operator set them. Nothing until they are known. */
import { computed, ref } from 'vue'
import { fetchSite } from '@/api/site'
import type { Site } from '@/api/types'
import { language } from '@/i18n'
import { apiOrigin } from '@/platform/origin'
import { siteInPage } from '@/platform/site-in-page'
import { store, stored } from '@/platform/storage'

const KEPT = 'voltbay.site'

export const site = ref<Site | null>(null)

/** A browser has it in its page; the mini-program shows what it heard last time, and asks again. */
export function knowSite(): void {
  // #ifdef H5
  site.value = siteInPage() as Site | null
  void [fetchSite, store, stored, KEPT]
  // #endif
  // #ifndef H5
  site.value = (stored(KEPT) as Site) || null
  fetchSite().then(
    (found) => {
      site.value = found
      store(KEPT, found)
    },
    () => undefined, // without a network it stays as it was
  )
  void siteInPage
  // #endif
}

const said = (part: 'name' | 'short' | 'lead') =>
  site.value?.[`${part}_${language.value === 'en' ? 'en' : 'zh'}`] ?? ''

export const siteName = computed(() => said('name'))
export const siteShort = computed(() => said('short'))
export const siteLead = computed(() => said('lead'))
export const siteLogo = computed(() => (site.value?.logo ? `${apiOrigin()}${site.value.logo}` : ''))

/** Its colours as the style sheets read them: see `tokens.css`. */
export const siteColours = computed(() => {
  if (!site.value) return ''
  const { light, dark } = site.value
  return (
    `--brand:${light.accent};--brand-soft:${light.soft};--brand-on:${light.on};` +
    `--dark-brand:${dark.accent};--dark-brand-soft:${dark.soft};--dark-brand-on:${dark.on}`
  )
})
