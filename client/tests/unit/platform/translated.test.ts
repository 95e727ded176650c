// @vitest-environment jsdom
import { beforeAll, expect, it } from 'vitest'
import { createApp, createTextVNode, Fragment, h, nextTick, ref } from 'vue'
import { keepTranslatedPages } from '@/platform/translated'

const name = ref('')
const more = ref(false)

/** Text beside elements, as templates have it: the framework writes to it and puts things before it. */
const Page = {
  render: () =>
    h('p', [
      createTextVNode(`你好 ${name.value}`),
      h(Fragment, [more.value ? h('b', '急') : null, createTextVNode('，请到店')]),
      more.value ? null : createTextVNode('。'),
    ]),
}

beforeAll(() => {
  document.body.innerHTML = '<div id="app"></div>'
  keepTranslatedPages()
})

async function shown() {
  name.value = '张三'
  more.value = false
  const app = createApp(Page)
  app.mount('#app')
  await settled()
  return app
}

const said = () => document.body.textContent
const settled = async () => {
  await nextTick()
  await new Promise((resolve) => setTimeout(resolve))
}

function texts(): Text[] {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  while (walk.nextNode()) if ((walk.currentNode as Text).data) found.push(walk.currentNode as Text)
  return found
}

function translatorsWord(text: Text): HTMLElement {
  const font = document.createElement('font')
  font.textContent = `[${text.data}]`
  return font
}

const TRANSLATORS = {
  'replace a text': (text: Text) => text.replaceWith(translatorsWord(text)),
  'put a word before it and take it away': (text: Text) => {
    text.before(translatorsWord(text))
    text.remove()
  },
  'put it into a word': (text: Text) => {
    const font = document.createElement('font')
    text.before(font)
    font.append(text)
  },
}

it.each(Object.entries(TRANSLATORS))(
  'nothing is lost or said twice where translators %s',
  async (_, translate) => {
    const app = await shown()
    texts().forEach(translate)
    await settled()

    name.value = '李四'
    more.value = true
    await settled()
    const now = said()
    texts().forEach(translate)
    await settled()
    more.value = false
    name.value = '王五'
    await settled()

    expect(now?.replace(/[[\]]/g, '')).toBe('你好 李四急，请到店')
    expect(said()?.replace(/[[\]]/g, '')).toBe('你好 王五，请到店。')
    app.unmount()
  },
)

it('a translation that is taken back leaves the page’s own words', async () => {
  const app = await shown()
  const own = texts()
  const fonts = own.map((text) => {
    const font = translatorsWord(text)
    text.replaceWith(font)
    return font
  })
  await settled()

  fonts.forEach((font, at) => font.replaceWith(own[at] as Text))
  await settled()

  expect(said()).toBe('你好 张三，请到店。')
  app.unmount()
})
