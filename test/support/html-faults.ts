import rehypeRaw from 'rehype-raw'
import { unified } from 'unified'
import { elementsOf, textOf } from './render-gfm.ts'

type Root = Parameters<typeof textOf>[0]
type Element = ReturnType<typeof elementsOf>[number]

const parser = unified().use(rehypeRaw)

/** A whole HTML file as a browser reads it. */
export function parseHtml(html: string): Root {
  const tree = {
    type: 'root',
    children: [{ type: 'doctype' }, { type: 'raw', value: html.replace(/^<!doctype html>/i, '') }],
  }
  return parser.runSync(tree as never) as Root
}

/** Everything that a page of the edition may be made of; its frame included. */
const known = new Set(
  `html head meta title link style body a header div ul li nav ol main h1 h2 h3 h4 h5 h6 p strong em del code pre
  blockquote hr br table caption thead tbody tr th td details summary span sub sup aside footer label input script`.split(
    /\s+/,
  ),
)
const attributes = new Set(
  `id className href rel lang scope role tabIndex ariaLabel ariaLabelledBy ariaCurrent charSet httpEquiv content name start
  hidden htmlFor type maxLength autoComplete spellCheck`.split(/\s+/),
)

/**
 * What is wrong with the HTML pages of an edition, one line each: anything that runs, loads or leads nowhere, and what a
 * reader who does not see the page would miss.
 *
 * @param scripts text of the scripts that are meant to be there
 */
export function htmlFaults(files: ReadonlyMap<string, string>, scripts: readonly string[]): readonly string[] {
  const pages = new Map(
    [...files].filter(([path]) => path.endsWith('.html')).map(([path, text]) => [path, parseHtml(text)]),
  )
  const anchors = new Map([...pages].map(([path, tree]) => [path, elementsOf(tree).flatMap(idOf)]))
  return [...pages].flatMap(([path, tree]) => {
    const faults = [...safetyFaults(tree, scripts), ...readingFaults(tree)]
    const ids = anchors.get(path) ?? []
    if (new Set(ids).size !== ids.length) faults.push(`an id twice: ${ids.find((id, at) => ids.indexOf(id) !== at)}`)
    for (const target of hrefsOf(tree)) {
      if (/^(https?|mailto|data):/.test(target)) continue
      const to = new URL(target, `file:///${path}`)
      const file = decodeURIComponent(to.pathname.slice(1))
      if (!files.has(file)) faults.push(`a link to ${target}, which is not there`)
      else if (to.hash !== '' && anchors.get(file)?.includes(decodeURIComponent(to.hash.slice(1))) !== true)
        faults.push(`a link to ${target}: no such place`)
    }
    return faults.map((fault) => `${path}: ${fault}`)
  })
}

const idOf = ({ properties }: Element): readonly string[] =>
  typeof properties['id'] === 'string' ? [properties['id']] : []
const hrefsOf = (tree: Root): readonly string[] =>
  elementsOf(tree, 'a').map(({ properties }) => String(properties['href'] ?? '#page.main'))

/** Anything that could run, load or send. */
function safetyFaults(tree: Root, scripts: readonly string[]): string[] {
  const faults: string[] = []
  for (const one of elementsOf(tree)) {
    const { tagName, properties } = one
    if (!known.has(tagName)) faults.push(`an element ${tagName}`)
    for (const [name, value] of Object.entries(properties)) {
      if (!attributes.has(name)) faults.push(`${tagName} with ${name}`)
      if (
        name === 'href' &&
        /^\s*[a-z][a-z0-9+.-]*:/i.test(String(value)) &&
        !/^(https?|mailto):/.test(String(value)) &&
        tagName !== 'link'
      )
        faults.push(`a link to ${value}`)
    }
    if (tagName === 'script' && !scripts.includes(textOf(one))) faults.push('a script')
    if (tagName === 'link' && (String(properties['rel']) !== 'icon' || properties['href'] !== 'data:,'))
      faults.push('a link element')
    if (tagName === 'style' && /url\(|@import|expression/i.test(textOf(one))) faults.push('a style that loads')
  }
  const [policy, ...more] = elementsOf(tree, 'meta').filter(({ properties }) => properties['httpEquiv'] !== undefined)
  const text = String(policy?.properties['content'])
  if (more.length > 0 || !text.startsWith("default-src 'none'; ")) faults.push('no policy, or another')
  if (/unsafe|\*|https?:|'self'/.test(text)) faults.push(`a policy that allows ${text}`)
  if (elementsOf(tree, 'style').length !== 1) faults.push('not one style')
  return faults
}

/** What a reader needs who does not see the page, or has no mouse. */
function readingFaults(tree: Root): string[] {
  const faults: string[] = []
  const [html] = elementsOf(tree, 'html')
  if (html?.properties['lang'] !== 'en') faults.push('no language')
  for (const name of ['h1', 'main', 'title']) {
    const found = elementsOf(tree, name)
    if (found.length !== 1) faults.push(`${found.length} ${name}`)
    if (found.some((one) => textOf(one).trim() === '')) faults.push(`an empty ${name}`)
  }
  for (const table of elementsOf(tree, 'table')) {
    if (elementsOf(table, 'caption').every((one) => textOf(one).trim() === '')) faults.push('a table without a name')
    if (elementsOf(table, 'th').some(({ properties }) => !['row', 'col'].includes(String(properties['scope']))))
      faults.push('a header of nothing')
    if (elementsOf(table, 'th').length === 0) faults.push('a table without headers')
  }
  return faults
}
