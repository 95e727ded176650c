/**
 * Pages that the browser translates keep their words when they change. H5 only.
 *
 * A translator puts `<font>` in the place of each text. The framework still holds the old text: what it writes there
 * is seen by nobody, and an element that it wants to put before it finds no place. So the old text is put back,
 * empty, behind its `<font>`; as soon as something is written to it, or it is removed, the `<font>` goes.
 */
const fonts = new WeakMap<Text, HTMLElement>()
const words = new WeakMap<Text, string>() // what stood there, should the translation be taken back

export function keepTranslatedPages(): void {
  // #ifdef H5
  const watch = new MutationObserver((records) => records.forEach(follow))
  watch.observe(document.body, { childList: true, characterData: true, subtree: true })
  // #endif
}

export function follow(record: MutationRecord): void {
  if (record.type === 'characterData') return written(record.target)
  for (const node of record.removedNodes) removed(node, record)
  if (record.addedNodes.length) keepTogether(record.nextSibling)
}

/** What was put before an old text comes before its words. */
function keepTogether(next: Node | null): void {
  const font = next && isText(next) ? fonts.get(next) : undefined
  if (next && font && font.nextSibling !== next) next.parentNode?.insertBefore(font, next)
}

function written(node: Node): void {
  if (!isText(node) || !node.data) return
  const font = fonts.get(node)
  if (font) letGo(node, font)
}

function removed(node: Node, record: MutationRecord): void {
  if (isFont(node)) return takenBack(node, record)
  if (!isText(node)) return
  const font = fonts.get(node)
  if (font) {
    if (!node.isConnected) letGo(node, font)
  } else if (node.data.trim()) pair(node, inPlaceOf(node, record))
}

/** The `<font>` that was put where the text stood: in the same breath, beside it before, or around it. */
function inPlaceOf(text: Text, record: MutationRecord): HTMLElement | undefined {
  const around = text.parentNode
  const near = [...record.addedNodes, record.previousSibling, record.nextSibling, around]
  return near.find((one): one is HTMLElement => isFont(one) && one.isConnected)
}

function pair(text: Text, font: HTMLElement | undefined): void {
  if (!font) return
  if (font.contains(text)) text.replaceWith(document.createTextNode(text.data))
  words.set(text, text.data)
  fonts.set(text, font)
  text.data = ''
  font.after(text)
}

function letGo(text: Text, font: HTMLElement): void {
  fonts.delete(text)
  font.remove()
}

/** The page's own words are wanted again. */
function takenBack(font: HTMLElement, record: MutationRecord): void {
  if (font.isConnected) return
  const beside = [record.nextSibling, record.previousSibling, ...record.addedNodes]
  const text = beside.find((one): one is Text => isText(one) && fonts.get(one) === font)
  if (!text || text.data) return
  fonts.delete(text)
  text.data = words.get(text) ?? ''
}

function isFont(node: Node | null): node is HTMLElement {
  return node?.nodeName === 'FONT'
}

function isText(node: Node | null): node is Text {
  return node?.nodeType === 3
}
