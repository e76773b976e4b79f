import type { Element, ElementContent, Nodes, Properties, Root, Text } from 'hast'

export type { Element, ElementContent, Nodes, Root }

/** An element. Text stays text: nothing that is put in here is ever read as HTML. */
export const element = (
  tagName: string,
  properties: Properties = {},
  ...children: readonly (ElementContent | string)[]
): Element => ({
  type: 'element',
  tagName,
  properties,
  children: children.map((child) => (typeof child === 'string' ? text(child) : child)),
})

export const text = (value: string): Text => ({ type: 'text', value })

/** What a reader sees of a node, in one line. */
export const lineOf = (node: Nodes): string => textOf(node).replace(/\s+/g, ' ').trim()

/** The text of a node; a line break is a space. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && node.tagName === 'br') return ' '
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

export const isElement = (node: Nodes | undefined, ...names: readonly string[]): node is Element =>
  node?.type === 'element' && (names.length === 0 || names.includes(node.tagName))

/** All elements below a node in the order of the page, or those of some names. */
export function elementsIn(node: Nodes, ...names: readonly string[]): readonly Element[] {
  const found: Element[] = []
  const walk = (one: Nodes): void => {
    if (isElement(one, ...names)) found.push(one)
    if ('children' in one) for (const child of one.children) walk(child)
  }
  walk(node)
  return found
}

/** Replaces every element below a node, from the inside out, by what the function makes of it. */
export function replaceIn(
  node: Root | Element,
  make: (element: Element) => ElementContent | readonly ElementContent[],
): void {
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'element') return [child]
    replaceIn(child, make)
    const made = make(child)
    return Array.isArray(made) ? made : [made as ElementContent]
  })
}
