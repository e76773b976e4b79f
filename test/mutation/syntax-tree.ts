import { parseAst } from 'rolldown/parseAst'

/** A node of the syntax tree, ESTree with TypeScript; positions count UTF-16 units. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [property: string]: unknown
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'

/** The node under a name, where there is one. */
export function childAt(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const value = node[name]
  return isNode(value) ? value : undefined
}

/** The nodes of a list under a name; holes are left out. */
export function childrenAt(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const value = node[name]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** @throws SyntaxError where the text is no TypeScript */
export const parse = (text: string): SyntaxNode => parseAst(text, { lang: 'ts' }) as unknown as SyntaxNode

/** Wrappers of TypeScript that hold an expression; everything else of its nodes is about types and does not run. */
const transparent = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'])

/** Every node that runs, from the outside in, with the nodes around it, the nearest last. `enter` says whether to go on inside. */
export function walk(
  node: SyntaxNode,
  enter: (node: SyntaxNode, around: readonly SyntaxNode[]) => boolean,
  around: readonly SyntaxNode[] = [],
): void {
  if (node.type.startsWith('TS') && !transparent.has(node.type)) return
  if (node.type === 'ImportDeclaration' || !enter(node, around)) return
  const inside = [...around, node]
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, enter, inside)
  }
}
