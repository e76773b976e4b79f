/** An element of XML, without the text in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * A strict reader of the little XML that reports use: elements, attributes, text and the five entities, and no character that
 * XML 1.0 forbids. Real parsers read the same in a slow test.
 * @throws Error for anything else
 */
export function readXml(text: string): XmlElement {
  const bad = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  if (bad !== null) throw new Error(`a character that XML cannot hold at ${bad.index}`)
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!text.startsWith(head)) throw new Error('no declaration')
  const top: { name: string; attributes: Record<string, string>; children: XmlElement[] } = {
    ...{ name: '', attributes: {}, children: [] },
  }
  const open = [top]
  let end = head.length
  for (const match of text.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    decoded(text.slice(end, match.index))
    end = match.index + match[0].length
    const [, closing, name = '', written = '', empty] = match
    if (closing === '/') {
      const last = open.pop()
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`)
      continue
    }
    const attributes: Record<string, string> = {}
    for (const [, key = '', value = ''] of written.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
      if (key in attributes) throw new Error(`${key} twice`)
      attributes[key] = decoded(value)
    }
    const element = { name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    if (empty !== '/') open.push(element)
  }
  if (text.slice(end) !== '\n' || open.length !== 1) throw new Error('the document does not end where it should')
  const [root, second] = top.children
  if (root === undefined || second !== undefined) throw new Error('not one root')
  return root
}

function decoded(text: string): string {
  if (/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`not escaped: ${JSON.stringify(text)}`)
  return text.replace(/&([a-z]+);/g, (_all, name: string) => entities[name] ?? '')
}

/** The sums over all suites. */
export function countsIn(root: XmlElement): { readonly failures: number; readonly errors: number } {
  const sum = (name: string) => root.children.reduce((total, { attributes }) => total + Number(attributes[name]), 0)
  return { failures: sum('failures'), errors: sum('errors') }
}
