import { defineConfig, type Plugin } from 'vite'
import uni from '@dcloudio/vite-plugin-uni'

const MAKERS_HOSTS = /https:\/\/\w+\.dcloud\.net\.cn\/[\w./-]*/g

/** The framework names its maker's hosts, for advertisements and a picture of a shadow. No page may ask them. */
function ownHostOnly(): Plugin {
  return {
    name: 'own-host-only',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(MAKERS_HOSTS, '')
        else if (typeof file.source === 'string' && file.fileName.endsWith('.css'))
          file.source = file.source.replace(MAKERS_HOSTS, 'data:,')
      }
    },
  }
}

export default defineConfig({ plugins: [uni(), ownHostOnly()] })
