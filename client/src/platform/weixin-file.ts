/** A spreadsheet from a chat: WeChat opens no folder of the phone. */

/** Let the owner choose one; nothing when the owner gives up. */
export function chooseSheet(): Promise<string | null> {
  return new Promise((resolve) => {
    wx.chooseMessageFile({
      count: 1,
      type: 'file',
      extension: ['xlsx', 'csv'],
      success: ({ tempFiles }) => resolve(tempFiles[0]?.path ?? null),
      fail: () => resolve(null),
    })
  })
}
