/** The device's language, and telling the document which one is shown. */

export function systemLanguage(): string {
  // #ifdef H5
  return navigator.language || 'zh-CN'
  // #endif
  // #ifndef H5
  return uni.getSystemInfoSync().language || 'zh-CN'
  // #endif
}

export function showLanguage(tag: string): void {
  // #ifdef H5
  document.documentElement.lang = tag
  // #endif
  void tag
}
