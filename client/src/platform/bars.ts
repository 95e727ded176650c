/** The bars that stand over a page: nothing may come to rest under them. H5 only. */

/**
 * Tell the style sheets how high the bars are, whenever that changes, until the returned function is called.
 * The browser scrolls to what takes the focus; it then stops short of the bars.
 */
export function keepClear(top: HTMLElement | null, bottom: HTMLElement | null): () => void {
  // #ifdef H5
  const watch = new ResizeObserver(() => measure(top, bottom))
  for (const bar of [top, bottom]) if (bar) watch.observe(bar)
  measure(top, bottom)
  return () => watch.disconnect()
  // #endif
  // #ifndef H5
  return () => void [top, bottom, measure]
  // #endif
}

function measure(top: HTMLElement | null, bottom: HTMLElement | null): void {
  if (!top?.offsetHeight || !bottom) return // a page that is kept behind the one shown
  const { style } = document.documentElement
  style.setProperty('--top-bar', `${top.offsetHeight}px`)
  style.setProperty('--bottom-bar', `${bottom.offsetHeight}px`)
}
