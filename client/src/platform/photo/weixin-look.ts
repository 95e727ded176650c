/** Light and sharpness of a photo in WeChat, seen through a canvas that is never shown. */
import { LOOK_SIDE, look, type Look, type Sides } from './judge'

/** Null where the phone's WeChat cannot look: then the server alone judges. */
export async function lookAt(path: string, sides: Sides | null): Promise<Look | null> {
  if (!sides || typeof wx.createOffscreenCanvas !== 'function') return null
  const factor = Math.min(1, LOOK_SIDE / Math.max(sides.width, sides.height))
  const width = Math.max(1, Math.round(sides.width * factor))
  const height = Math.max(1, Math.round(sides.height * factor))
  try {
    const canvas = wx.createOffscreenCanvas({ type: '2d', width, height })
    const context = canvas.getContext('2d')
    context.drawImage(await opened(canvas, path), 0, 0, width, height)
    return look(context.getImageData(0, 0, width, height).data, width)
  } catch {
    return null
  }
}

function opened(canvas: WeixinCanvas, path: string): Promise<WeixinImage> {
  return new Promise((resolve, reject) => {
    const image = canvas.createImage()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('not a picture that this phone opens'))
    image.src = path
  })
}
