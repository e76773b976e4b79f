import rehypeRaw from 'rehype-raw'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { alertOf } from './alerts.ts'
import {
  type Element,
  type ElementContent,
  element,
  elementsIn,
  isElement,
  lineOf,
  type Nodes,
  type Root,
  replaceIn,
} from './elements.ts'
import { anchorHeadings } from './heading-anchors.ts'
import { linkElement } from './page-links.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { tableMarkup } from './table-markup.ts'

const parser = unified().use(remarkParse).use(remarkGfm)
const toElements = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw)

export interface ConvertedPage {
  readonly title: string
  /** Id and classification of the document, where the page says them. */
  readonly line?: string
  /** Headings of the second level, for the list of what stands on the page. */
  readonly sections: readonly { readonly title: string; readonly anchor: string }[]
  readonly content: readonly ElementContent[]
}

/**
 * A page of Markdown as elements that are safe to show.
 *
 * @param path of the page, relative to the folder of the documents
 * @param files every file of the edition, by its Markdown path: links to others become text
 */
export function convertPage(markdown: string, path: string, files: ReadonlySet<string>): ConvertedPage {
  const asked = toElements.runSync(parser.parse(markdown)) as Root
  const content = sanitiseHtml(asked)
  anchorHeadings(content)
  let isTitled = false
  replaceIn(content, (node) => {
    switch (node.tagName) {
      case 'h1':
        // The page has one title.
        if (isTitled) return { ...node, tagName: 'h2' }
        isTitled = true
        return node
      case 'a':
        return linkElement(node, path, files)
      case 'img':
        return { type: 'text', value: String(node.properties['alt'] ?? '') }
      case 'input':
        return { type: 'text', value: node.properties['checked'] === true ? '☑' : '☐' }
      case 'blockquote':
        return alertOf(node, markdown)
      case 'pre':
        return codeBlock(node)
      default:
        return node
    }
  })
  markTables(content)
  const title = elementsIn(content, 'h1').map(lineOf)[0]
  const line = lineOfDocument(content)
  return {
    ...(line === undefined ? {} : { line }),
    title: title === undefined || title === '' ? path : title,
    sections: elementsIn(content, 'h2').map((heading) => ({
      title: lineOf(heading),
      anchor: String(heading.properties['id'] ?? ''),
    })),
    content: content.children.filter((child) => child.type === 'element' || child.type === 'text'),
  }
}

/** From the facts at the top of a page, which name document and classification. */
function lineOfDocument(content: Root): string | undefined {
  const [facts] = elementsIn(content, 'table')
  const rows = facts === undefined ? [] : elementsIn(facts, 'tr').map((row) => elementsIn(row, 'th', 'td').map(lineOf))
  const values = new Map(rows.map(([name = '', value = '']) => [name, value]))
  const named = ['Document', 'Classification'].map((name) => values.get(name) ?? '').filter((value) => value !== '')
  return named.length === 0 ? undefined : named.join(', ')
}

/** Code scrolls by itself. Diagrams are not drawn, which would take a script: the table beside one says the same. */
function codeBlock(block: Element): Element {
  const scrolling = { ...block, properties: { tabIndex: 0 } }
  const [code] = block.children
  const isDiagram = isElement(code) && String(code.properties['className']) === 'language-mermaid'
  if (!isDiagram) return scrolling
  return element('details', {}, element('summary', {}, 'Source of the diagram (Mermaid)'), scrolling)
}

/** Each table is named by what it stands under: the summary that folds it away, else the heading. */
function markTables(content: Root): void {
  let count = 0
  let heading = ''
  const walk = (node: Root | Element, about: string | undefined): void => {
    node.children = node.children.map((child: Nodes) => {
      if (!isElement(child)) return child
      if (/^h[1-6]$/.test(child.tagName)) heading = lineOf(child)
      if (child.tagName === 'table') {
        count += 1
        return tableMarkup(child, about === undefined ? heading : `${heading}: ${about}`, count)
      }
      const summary = child.tagName === 'details' ? child.children.find((one) => isElement(one, 'summary')) : undefined
      walk(child, summary === undefined ? about : lineOf(summary))
      return child
    }) as Element['children']
  }
  walk(content, undefined)
}
