/** A screen that neither dims nor goes dark while a code is held before a scanner. */

/** Until the returned function is called. */
export function stayBright(): () => void {
  // #ifdef H5
  const lock = navigator.wakeLock?.request('screen').catch(() => null) // refused at a low battery
  return () => void lock?.then((held) => held?.release())
  // #endif
  // #ifndef H5
  let before = 0.5
  uni.getScreenBrightness({ success: ({ value }) => (before = value) })
  uni.setScreenBrightness({ value: 1 })
  uni.setKeepScreenOn({ keepScreenOn: true })
  return () => {
    uni.setScreenBrightness({ value: before })
    uni.setKeepScreenOn({ keepScreenOn: false })
  }
  // #endif
}
