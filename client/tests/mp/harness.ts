/** Opens the built mini-program's pages in Node: compiled WXML, WXSS names and scripts, with a stand-in for `wx`. */
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fakeWeixin, type Router } from './weixin'

const DIST = resolve(__dirname, '../../dist/build/mp-weixin')
const load = createRequire(__filename)

interface Node extends Element {
  __wxElement?: { id: string; _vt: { attrs: { name: string; value: unknown }[] } }
}

interface Rendered {
  dom: Node
  instance: Record<string, ((argument?: unknown) => void) | undefined> & { route: string }
  attach(parent: Element): void
  detach(): void
}

interface Definition {
  lifetimes?: Record<string, (this: { route: string }) => void>
}

export async function openApp(server: string, without = '') {
  const globals = globalThis as unknown as Record<string, unknown>
  const stack: { page: Rendered; url: string }[] = []
  const router: Router = { open, back }
  const weixin = fakeWeixin(server, router)
  // Not deleted: the simulator would fill the gap with something of its own that does nothing.
  if (without) Object.assign(weixin.wx, { [without]: undefined })
  globals.wx = weixin.wx
  globals.getCurrentPages = () => stack.map(({ page }) => page.instance)
  let app: object = {}
  globals.getApp = () => app
  globals.Page = () => undefined // uni-app makes its pages with Component; it only wraps this one

  const simulate = load('miniprogram-simulate') as {
    load(path: string, options: object): string
    render(id: string): Rendered
  }
  const { Event: WeixinEvent } = load('miniprogram-exparser') as {
    Event: {
      create(name: string, detail: unknown, options: object): unknown
      dispatchEvent(target: unknown, event: unknown): void
    }
  }

  globals.App = (made: { onLaunch(options: object): void }) => {
    app = made
    made.onLaunch({ query: {} })
  }
  load(`${DIST}/app.js`)
  markPages(globals)

  async function open(url: string, how: 'push' | 'replace' | 'restart') {
    const [route = '', query = ''] = url.replace(/^\//, '').split('?')
    const page = render(route)
    if (how === 'restart') while (stack.length) leave()
    if (how === 'replace') leave()
    stack.push({ page, url })
    page.attach(document.body)
    live(page, argumentsOf(query))
    await settled()
  }

  const leave = () => stack.pop()?.page.detach()

  async function back() {
    leave()
    stack[stack.length - 1]?.page.instance.onShow?.()
    await settled()
  }

  function render(route: string): Rendered {
    globals.nowRoute = route
    const id = simulate.load(`${DIST}/${route}`, { rootPath: DIST })
    const page = simulate.render(id)
    globals.nowRoute = undefined
    return page
  }

  const top = () => stack[stack.length - 1]?.page.dom as Node
  const all = (path: string) => within([top()], path.split(' '))

  function fire(path: string, event: string, detail: object, at = 0) {
    const target = all(path)[at]
    if (!target) throw new Error(`no ${path} on ${stack[stack.length - 1]?.url}: ${text()}`)
    const bubbles = event === 'tap'
    const happening = WeixinEvent.create(event, detail, { bubbles, composed: bubbles })
    WeixinEvent.dispatchEvent(target.__wxElement, happening)
    return settled()
  }

  async function until(there: () => boolean, what: string, seconds: number) {
    const end = Date.now() + seconds * 1000
    while (!there()) {
      if (Date.now() > end) throw new Error(`${what}: not on ${text()}`)
      await settled(25)
    }
  }

  const text = () => (top().textContent ?? '').replace(/\s+/g, ' ')

  return {
    ...weixin,
    open: (url: string) => open(url, 'restart'),
    url: () => stack[stack.length - 1]?.url ?? '',
    text,
    count: (path: string) => all(path).length,
    given: (path: string, attribute: string) => given(all(path)[0], attribute),
    texts: (path: string) => all(path).map((node) => (node.textContent ?? '').trim()),
    tap: (path: string, at = 0) => fire(path, 'tap', {}, at),
    grantPhone: (path: string, code?: string) => fire(path, 'getphonenumber', { code }),
    type: (path: string, value: string) => fire(`${path} field__input`, 'input', { value }),
    tick: (path: string) => fire(`${path} wx-checkbox-group`, 'change', { value: ['yes'] }),
    untick: (path: string) => fire(`${path} wx-checkbox-group`, 'change', { value: [] }),
    choose: (path: string, value: string) => fire(`${path} wx-radio-group`, 'change', { value }),
    until: (there: () => boolean, what: string, seconds = 15) => until(there, what, seconds),
    see: (words: string, seconds = 15) => until(() => text().includes(words), words, seconds),
    seeMany: (path: string, n: number, seconds = 15) =>
      until(() => all(path).length >= n, `${n} ${path}`, seconds),
  }
}

export type App = Awaited<ReturnType<typeof openApp>>

/** Nodes by class or tag, one inside the other; the simulator puts the component's name before classes. */
function within(roots: Node[], [first, ...rest]: string[]): Node[] {
  if (!first) return roots
  const named = (node: Node) =>
    node.tagName.toLowerCase() === first ||
    [...node.classList].some((name) => name === first || name.endsWith(`--${first}`))
  const found = roots.flatMap((root) => [...root.querySelectorAll<Node>('*')].filter(named))
  return within([...new Set(found)], rest)
}

/** What the page gave a node: the simulator's elements do not show most of it. */
function given(node: Node | undefined, attribute: string): unknown {
  const element = node?.__wxElement
  if (attribute === 'id') return element?.id
  return element?._vt.attrs.find(({ name }) => name === attribute)?.value
}

/** The simulator knows components only: the hooks of a page are called here, in WeChat's order. */
function live({ instance }: Rendered, query: Record<string, string>) {
  instance.onLoad?.(query)
  instance.onShow?.()
  instance.onReady?.()
}

/** WeChat gives a page its route before it is attached; uni-app tells pages from components by it. */
function markPages(globals: Record<string, unknown>) {
  const wx = globals.wx as { createPage(options: unknown): unknown }
  const component = globals.Component as (definition: Definition) => unknown
  const createPage = wx.createPage
  wx.createPage = (options) => {
    globals.Component = (definition: Definition) => {
      const route = globals.nowRoute as string
      const created = function (this: { route: string }) {
        this.route = route
      }
      return component({ ...definition, lifetimes: { ...definition.lifetimes, created } })
    }
    const page = createPage(options)
    globals.Component = component
    return page
  }
}

function argumentsOf(query: string): Record<string, string> {
  return Object.fromEntries(
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string])
      .map(([name, value]) => [name, decodeURIComponent(value)]),
  )
}

function settled(ms = 5): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
