import { type Element, type ElementContent, element, isElement } from './elements.ts'

const words = { NOTE: 'Note', TIP: 'Tip', IMPORTANT: 'Important', WARNING: 'Warning', CAUTION: 'Caution' } as const

/**
 * A quote that begins with `[!WARNING]` is an alert on GitHub. Here it becomes an aside that says the word.
 *
 * @param source the Markdown of the page: where the mark is written with an escape, it is somebody's text and no alert
 * @see https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
 */
export function alertOf(quote: Element, source: string): Element {
  const at = quote.children.findIndex((child) => isElement(child))
  const first = quote.children[at]
  if (!isElement(first, 'p')) return quote
  const [start] = first.children
  if (start?.type !== 'text') return quote
  const found = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/.exec(start.value)
  const offset = first.position?.start.offset
  if (found === null || offset === undefined || !source.startsWith(found[0].trimEnd(), offset)) return quote
  const kind = found[1] as keyof typeof words
  const rest: ElementContent[] = [
    { type: 'text', value: start.value.slice(found[0].length) },
    ...first.children.slice(1),
  ]
  return element(
    'aside',
    { className: ['alert', kind.toLowerCase()], role: 'note', ariaLabel: words[kind] },
    element('p', { className: ['alert-word'] }, words[kind]),
    element('p', {}, ...rest),
    ...quote.children.slice(at + 1),
  )
}
