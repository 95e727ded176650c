/** The page's title where the platform shows it: the browser's tab or WeChat's bar. */

export function showTitle(title: string): void {
  // #ifdef H5
  document.title = `${title} · Voltbay`
  // #endif
  // #ifndef H5
  void uni.setNavigationBarTitle({ title })
  // #endif
}
