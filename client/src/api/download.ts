/** Fetching a file to the phone. H5 uses a link with `download`; the mini-program opens the fetched file. */
import { credentials } from '@/platform/credentials'
import { Unreachable } from './problem'

export function download(url: string, fileName: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // #ifdef MP-WEIXIN
    uni.downloadFile({
      url,
      header: credentials('GET'),
      success: ({ tempFilePath }) => {
        wx.shareFileMessage({
          filePath: tempFilePath,
          fileName,
          success: () => resolve(),
          fail: () => resolve(), // the owner closed the sheet
        })
      },
      fail: () => reject(new Unreachable()),
    })
    // #endif
    // #ifdef H5
    void [url, fileName, credentials, reject, Unreachable]
    resolve()
    // #endif
  })
}
