/** What only WeChat can say: who is holding the phone. */

/** A code that the server changes for WeChat's number of this user. Good once, for five minutes. */
export function loginCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.login({
      success: ({ code }) => resolve(code),
      fail: () => reject(new Error('WeChat gave no code')),
    })
  })
}
