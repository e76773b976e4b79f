import { type Element, elementsIn, type Root, textOf } from './elements.ts'

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** The anchor that GitHub gives a heading: lower case, spaces as hyphens, without punctuation. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')

/**
 * Gives every heading the anchor it has on GitHub, where the second of the same name gets a number, so that a link to a
 * heading is right in both. An id stands once on a page: a second one is taken away.
 */
export function anchorHeadings(tree: Root): void {
  const counts = new Map<string, number>()
  const taken = new Set<string>()
  for (const node of elementsIn(tree, 'a', ...headings)) {
    const id = node.tagName === 'a' ? idOf(node) : numbered(anchorOf(textOf(node)), counts)
    delete node.properties['id']
    if (id === '' || taken.has(id)) continue
    taken.add(id)
    node.properties['id'] = id
  }
}

const idOf = ({ properties }: Element): string => String(properties['id'] ?? '')

function numbered(anchor: string, counts: Map<string, number>): string {
  const before = counts.get(anchor) ?? 0
  counts.set(anchor, before + 1)
  return before === 0 ? anchor : `${anchor}-${before}`
}
