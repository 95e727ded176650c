/** Asking in WeChat whether it may tell what happens to a booking. Elsewhere text messages do. */

const AT_ONCE = 3 // WeChat's limit of one question

export type Asked = 'accepted' | 'refused' | 'off' | 'unsupported'

/**
 * Ask for messages by template; call it straight from a tap, or WeChat refuses to ask.
 * Never rejects: whoever gets no message in WeChat gets a text message.
 */
export function askToTell(ids: string[]): Promise<{ asked: Asked; accepted: string[] }> {
  return new Promise((resolve) => {
    // #ifdef MP-WEIXIN
    if (typeof wx.requestSubscribeMessage !== 'function')
      return resolve({ asked: 'unsupported', accepted: [] })
    wx.requestSubscribeMessage({
      tmplIds: ids.slice(0, AT_ONCE),
      success: (answers) => {
        const accepted = ids.filter((id) => answers[id] === 'accept')
        resolve({ asked: accepted.length ? 'accepted' : 'refused', accepted })
      },
      fail: ({ errCode }) => {
        const off = errCode === SWITCHED_OFF
        resolve({ asked: off ? 'off' : 'unsupported', accepted: [] })
      },
    })
    // #endif
    // #ifdef H5
    void [ids, AT_ONCE, SWITCHED_OFF]
    resolve({ asked: 'unsupported', accepted: [] })
    // #endif
  })
}

const SWITCHED_OFF = 20004 // the owner has switched all subscribe messages off
