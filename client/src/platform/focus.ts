/** Keyboard and screen reader: where attention goes when a page or a mistake appears. H5 only. */

let first = true

/** Move the focus to a new page's heading, but not on the very first page, where the browser starts at the top. */
export function takeFocus(heading: HTMLElement | null): void {
  // #ifdef H5
  if (first) first = false
  else heading?.focus({ preventScroll: true })
  // #endif
  void heading
}

/** Show the first entry that is wrong. */
export function focusFirstWrong(): void {
  // #ifdef H5
  setTimeout(() => {
    const wrong = document.querySelector<HTMLElement>('.app-page [aria-invalid="true"]')
    wrong?.focus()
    wrong?.scrollIntoView({ block: 'center' })
  }, 0)
  // #endif
  // #ifdef MP-WEIXIN
  void uni.pageScrollTo({ selector: '.field__error', offsetTop: -80, duration: 200 })
  // #endif
}

/** Move the attention to a part of the page that has just come into view. H5 only. */
export function focusOn(selector: string): void {
  // #ifdef H5
  setTimeout(() => document.querySelector<HTMLElement>(`.app-page ${selector}`)?.focus(), 0)
  // #endif
  void selector
}
