/**
 * One form for what people type and paste: the server's rule (`identifiers/text.py`), held to it by one table,
 * `tests/identifiers/pasted.json`.
 */

// Nobody can see these to correct them: zero width, direction marks, variation selectors, and what dictation
// leaves where a picture would be.
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\ufffc]/gu
// Fonts of GB 18030-2005 kept these in the private use area. Source: GB 18030-2022, changed mappings.
const PRIVATE = [
  ...'\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855',
]
const PLACED = [...'\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb𠂇𠂉𠃌𡗗𢦏𤇾']
const PLACED_SINCE = new Map(PRIVATE.map((old, at) => [old, PLACED[at] ?? old]))

const DASHES = /[\p{Pd}−⁃ー]/gu
const MARKS = /[\p{P}\p{S}ー]/gu
const LABEL = /^(tel|phone|mobile|手机(号码?)?|(联系)?电话(号码)?)/i

/** As it is seen: blanks stay, what is invisible goes. */
export function seen(entry: string): string {
  const folded = entry.normalize('NFKC').replace(/[\ue816-\ue864]/g, placed)
  return folded.replace(UNSEEN, '')
}

function placed(character: string): string {
  return PLACED_SINCE.get(character) ?? character
}

/** Without white space too. */
export function plain(entry: string): string {
  return seen(entry).replace(/\s/g, '')
}

/** With the hyphen in place of every kind of dash. */
export function withHyphens(entry: string): string {
  return plain(entry).replace(DASHES, '-')
}

/** The number without label, the country's prefix and grouping. The plus of another country stays, and is refused. */
export function plainPhone(entry: string): string {
  return plain(entry)
    .replace(MARKS, (mark) => (mark === '+' ? mark : ''))
    .replace(LABEL, '')
    .replace(/^(\+86|0086|86)(?=1\d{10}$)/, '')
}

/** The six digits, also out of the message that brought them; else what there is, to be refused. */
export function plainCode(entry: string): string {
  const text = withHyphens(entry).replace(/(\d)-(?=\d)/g, '$1')
  const found = text.split(/\D+/).filter((digits) => digits.length === 6)
  return found.length === 1 && found[0] ? found[0] : text
}
