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
  addPhoneCalendar(options: {
    title: string
    startTime: number
    endTime: string
    location: string
    description: string
  }): void
  shareFileMessage(options: {
    filePath: string
    fileName: string
    success: () => void
    fail: () => void
  }): void
}
