import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { defineConfig, transformWithEsbuild, type Plugin, type Rollup } from 'vite'
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

const KEEPS_NUMBER = /storage\[UUID_KEY\] = deviceId;|wx\.setStorage\(\{\s*key: UUID_KEY,[^}]*\}\);/
const READS_NUMBER = /storage\[UUID_KEY\](?! =)|global\.getStorageSync\(UUID_KEY\)/

/** The framework numbers visitors for its maker's statistics, which are off: nothing of it is kept on the device. */
function noVisitorNumber(): Plugin {
  return {
    name: 'no-visitor-number',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@dcloudio') || !code.includes('UUID_KEY')) return
      if (!KEEPS_NUMBER.test(code)) this.error(`the visitor number is kept in another way: ${id}`)
      return { code: code.replace(KEEPS_NUMBER, '').replace(READS_NUMBER, "''"), map: null }
    },
  }
}

const READS_LANGUAGE =
  /navigator\.cookieEnabled && window\.localStorage && localStorage\[UNI_STORAGE_LOCALE\] \|\| /

/** The framework's own language is not ours, and where storage is blocked its looking there stops the whole app. */
function noStoredLanguage(): Plugin {
  return {
    name: 'no-stored-language',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/uni-h5/') || !code.includes('UNI_STORAGE_LOCALE')) return
      if (!READS_LANGUAGE.test(code)) this.error(`the language is kept in another way: ${id}`)
      return { code: code.replace(READS_LANGUAGE, ''), map: null }
    },
  }
}

/** The server sends the compressed file beside a file where there is one: a third of the bytes. */
function compressedBeside(): Plugin {
  return {
    name: 'compressed-beside',
    enforce: 'post',
    writeBundle({ dir = '' }, bundle) {
      if (process.env.UNI_PLATFORM !== 'h5') return
      for (const file of Object.values(bundle)) {
        if (!/\.(js|css|html|svg)$/.test(file.fileName)) continue
        const whole = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        writeFileSync(join(dir, `${file.fileName}.gz`), gzipSync(whole, { level: 9 }))
        writeFileSync(join(dir, `${file.fileName}.br`), brotliCompressSync(whole))
      }
    },
  }
}

const WITHOUT_NETWORK = ['pages-booking-booking', 'pages-bookings-bookings'] // where the kept booking is shown

/** What a page needs to open: its own file, all that those name, and their style sheets. */
function filesOf(start: string[], bundle: Rollup.OutputBundle): string[] {
  const found = new Set<string>()
  const add = (name: string) => {
    const file = bundle[name]
    if (found.has(name) || !file) return
    found.add(name)
    if (file.type !== 'chunk') return
    file.imports.forEach(add)
    file.viteMetadata?.importedCss.forEach(add)
  }
  start.forEach(add)
  return [...found]
}

/** A page's own files come together with the app's: see `first.js`. */
function comesWithItsPage(): Plugin {
  return {
    name: 'comes-with-its-page',
    enforce: 'post',
    async generateBundle(_, bundle) {
      if (process.env.UNI_PLATFORM !== 'h5') return
      const html = bundle['index.html']
      if (html?.type !== 'asset') return this.error('there is no index.html to name first.js in')
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const entry = chunks.filter((one) => one.isEntry).map(({ fileName }) => fileName)
      const always = filesOf(entry, bundle)
      const files: Record<string, string[]> = {}
      for (const { fileName } of chunks) {
        const page = /\/pages-([a-z-]+)-\1\./.exec(fileName)?.[1]
        if (!page) continue
        const own = filesOf([fileName], bundle).filter((name) => !always.includes(name))
        files[page] = own.filter((name) => name.endsWith('.js'))
      }
      const source = readFileSync('first.js', 'utf8').replace(
        '{} /* FILES */',
        JSON.stringify(files),
      )
      const { code } = await transformWithEsbuild(`{${source}}`, 'first.js', { minify: true })
      const asset = this.emitFile({ type: 'asset', name: 'first.js', source: code })
      const tag = `<script async src="./${this.getFileName(asset)}"></script>`
      html.source = String(html.source).replace('<head>', `<head>\n    ${tag}`)
    },
  }
}

/** A worker beside the pages keeps what the kept booking's page needs, for where there is no network. */
function opensWithoutNetwork(): Plugin {
  return {
    name: 'opens-without-network',
    enforce: 'post',
    generateBundle(_, bundle) {
      if (process.env.UNI_PLATFORM !== 'h5') return
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const start = chunks.filter(
        (one) => one.isEntry || WITHOUT_NETWORK.some((page) => one.fileName.includes(`/${page}.`)),
      )
      const files = filesOf(
        start.map(({ fileName }) => fileName),
        bundle,
      )
      const beside = Object.keys(bundle).filter((name) =>
        /\/(index|first)[.-][^/]*\.(css|js)$/.test(name),
      )
      const needed = ['./', ...new Set([...files, ...beside])]
      const source = readFileSync('worker.js', 'utf8').replace(
        '[] /* FILES */',
        JSON.stringify(needed),
      )
      this.emitFile({ type: 'asset', fileName: 'worker.js', source })
    },
  }
}

/** The rooms that every page is made of come with the framework; a page then brings little but its features. Calls of few pages come with those. */
const EVERYWHERE =
  /\/src\/(ui|state|api(?!\/(fleets|corrections|purposes|sessions))|i18n(?!\/en))\//

/** Over HTTP/1.1 a browser fetches six files at a time: a page must not need twenty small ones. */
const FEWER_FILES = {
  rollupOptions: {
    output: {
      manualChunks: (id: string) => (EVERYWHERE.test(id) ? 'everywhere' : undefined),
      experimentalMinChunkSize: 2_500,
    },
  },
}

export default defineConfig({
  plugins: [
    uni(),
    noVisitorNumber(),
    noStoredLanguage(),
    ownHostOnly(),
    comesWithItsPage(),
    opensWithoutNetwork(),
    compressedBeside(),
  ],
  build: process.env.UNI_PLATFORM === 'h5' ? FEWER_FILES : {},
})
