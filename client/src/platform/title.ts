/** The page's title where the platform shows it: the browser's tab or WeChat's bar. */

export function showTitle(title: string, site: string): void {
  // #ifdef H5
  document.title = [...new Set([title, site])].filter(Boolean).join(' · ')
  // #endif
  // #ifndef H5
  void site
  void uni.setNavigationBarTitle({ title })
  // #endif
}
