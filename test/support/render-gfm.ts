import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

const parser = unified().use(remarkParse).use(remarkGfm)
/** Everything the Markdown asks for, raw HTML included. */
const raw = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw)
/** What is left of it by the rules of GitHub, which are the default of the plug-in. */
const sanitiser = unified().use(rehypeSanitize)
const printer = unified().use(rehypeStringify)

/** The tree of HTML elements that the plug-ins pass on. */
type Root = Parameters<typeof printer.stringify>[0]
type Nodes = Root | Root['children'][number]
type Element = Extract<Nodes, { readonly type: 'element' }>

export interface Page {
  /** The page as GitHub would show it. */
  readonly tree: Root
  /** Elements with their attributes in the order of the page, before and after sanitising. */
  readonly asked: readonly string[]
  readonly allowed: readonly string[]
}

/** Renders a page of GitHub Flavored Markdown. */
export function renderGfm(markdown: string): Page {
  const asked = raw.runSync(parser.parse(markdown)) as Root
  const tree = sanitiser.runSync(structuredClone(asked)) as Root
  return { tree, asked: elementsOf(asked).map(signature), allowed: elementsOf(tree).map(signature) }
}

export const toHtml = ({ tree }: Page): string => printer.stringify(tree)

/** All elements below a node, or those with one of the names. */
export function elementsOf(node: Nodes, ...names: readonly string[]): readonly Element[] {
  const own = node.type === 'element' && (names.length === 0 || names.includes(node.tagName)) ? [node] : []
  return [...own, ...('children' in node ? node.children.flatMap((child) => elementsOf(child, ...names)) : [])]
}

/** What a reader sees. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

const signature = ({ tagName, properties }: Element): string => `${tagName} ${Object.keys(properties).sort().join(' ')}`
