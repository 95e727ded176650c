import { createSSRApp } from 'vue'
import App from './App.vue'
// #ifdef H5
import PageLost from '@/pages/PageLost.vue'
// #endif

export function createApp() {
  const app = createSSRApp(App)
  // #ifdef H5
  app.component('PageLost', PageLost) // named in manifest.json; the framework's own speaks Chinese only
  // #endif
  return { app }
}
