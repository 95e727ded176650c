/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMetaEnv {
  /** Origin of the server for the mini-program, e.g. https://example.org (H5 uses its own). */
  readonly VITE_API_ORIGIN?: string
}

/** The few calls of WeChat's that `uni` does not name. */
declare const wx: {
  /** Missing before version 2.10 of WeChat's library, when there was `chooseImage` alone. */
  chooseMedia?: unknown
  chooseMessageFile: (options: {
    count: number
    type: 'file'
    extension: string[]
    success: (chosen: { tempFiles: { path: string }[] }) => void
    fail: () => void
  }) => void
  createOffscreenCanvas?: (options: { type: '2d'; width: number; height: number }) => WeixinCanvas
  requestSubscribeMessage?: (options: {
    tmplIds: string[]
    success: (answers: Record<string, string>) => void
    fail: (why: { errCode: number }) => void
  }) => void
  addPhoneCalendar(options: {
    title: string
    startTime: number
    endTime: string
    location: string
    description: string
    success: () => void
    fail: (why: { errMsg: string }) => void
  }): void
  shareFileMessage(options: {
    filePath: string
    fileName: string
    success: () => void
    fail: () => void
  }): void
}

interface WeixinImage {
  src: string
  onload: () => void
  onerror: () => void
}

interface WeixinCanvas {
  createImage(): WeixinImage
  getContext(kind: '2d'): {
    drawImage(image: WeixinImage, x: number, y: number, width: number, height: number): void
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray }
  }
}
