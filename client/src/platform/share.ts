/** Handing words to another app of the phone, or to its clipboard where it has no such thing. */

/** Whether they were copied, to be pasted by the owner; false when the phone took over. */
export async function share(text: string): Promise<boolean> {
  // #ifdef H5
  if (navigator.share) {
    try {
      await navigator.share({ text })
    } catch {
      return false // the owner thought better of it
    }
    return false
  }
  // #endif
  await uni.setClipboardData({ data: text, showToast: false })
  return true
}
