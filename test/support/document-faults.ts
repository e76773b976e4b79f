import { elementsOf, type Page, textOf } from './render-gfm.ts'

/** The anchor GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')

/** Anchors of the headings of a page, where the second of the same name gets a number, and of `<a id>`. */
function anchorsOf({ tree }: Page): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const heading of elementsOf(tree, 'h1', 'h2', 'h3', 'h4', 'h5', 'h6')) {
    const name = anchorOf(textOf(heading))
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    anchors.add(before === 0 ? name : `${name}-${before}`)
  }
  // GitHub puts this before ids that pages give themselves, and finds them without it.
  for (const { properties } of elementsOf(tree, 'a'))
    if (typeof properties['id'] === 'string') anchors.add(properties['id'].replace(/^user-content-/, ''))
  return anchors
}

/**
 * What is wrong with rendered pages, one line each.
 *
 * @param pages Markdown pages by path
 * @param others paths of files that are no pages
 */
export function documentFaults(pages: ReadonlyMap<string, Page>, others: ReadonlySet<string>): readonly string[] {
  return [...pages].flatMap(([path, page]) => [
    ...contentFaults(page).map((fault) => `${path}: ${fault}`),
    ...linkFaults(path, pages, others).map((fault) => `${path}: ${fault}`),
  ])
}

/** Faults of one page or summary, its links aside. @param h1 how many headings of the first level there are to be */
export function contentFaults({ tree, asked, allowed }: Page, h1 = 1): readonly string[] {
  const faults: string[] = []
  const lost = asked.filter((element, index) => element !== allowed[index])
  if (asked.length !== allowed.length || lost.length > 0) faults.push(`sanitising takes away ${lost.slice(0, 3)}`)
  const count = elementsOf(tree, 'h1').length
  if (count !== h1) faults.push(`${count} headings of the first level`)
  for (const table of elementsOf(tree, 'table')) {
    const [width = 0, ...widths] = elementsOf(table, 'tr').map((row) => elementsOf(row, 'th', 'td').length)
    if (width > 6) faults.push(`a table of ${width} columns`)
    if (widths.length === 0) faults.push('a table without rows')
    if (elementsOf(table, 'th').some((cell) => textOf(cell).trim() === '')) faults.push('a header without a word')
    if (widths.some((other) => other !== width)) faults.push(`cells that are too many or missing: ${widths}`)
    // A row that is a name and nothing to it says nothing.
    for (const row of elementsOf(table, 'tbody').flatMap((body) => elementsOf(body, 'tr'))) {
      const cells = elementsOf(row, 'td').map((cell) => textOf(cell).trim())
      if (cells.slice(1).every((cell) => cell === '')) faults.push(`a row without content: ${cells[0]}`)
    }
  }
  const text = textOf(tree)
  for (const word of text.match(/undefined|\[object Object\]|\bNaN\b|\{\{|\}\}|&#?\w+;|(?<!\/)\*\*(?!\/)/g) ?? [])
    faults.push(`shows ${word}`)
  if (/\s-\s*\|/.test(text) || /^\|/m.test(text)) faults.push('shows the source of a table')
  return faults
}

function linkFaults(path: string, pages: ReadonlyMap<string, Page>, others: ReadonlySet<string>): readonly string[] {
  const page = pages.get(path)
  if (page === undefined) return []
  return elementsOf(page.tree, 'a').flatMap((link) => {
    const target = String(link.properties['href'] ?? '')
    if (/^(?:https:\/\/|mailto:)/.test(target)) return []
    const { pathname, hash } = new URL(target, `file:///${path}`)
    const file = decodeURIComponent(pathname.slice(1))
    const found = pages.get(file)
    if (found === undefined) return others.has(file) ? [] : [`a link to ${target}, which is not there`]
    return hash === '' || anchorsOf(found).has(hash.slice(1)) ? [] : [`a link to ${target}: no such heading`]
  })
}
