import { boundTree, type TreeBounds } from '../gate/bound-tree.ts'
import type { DecisionNode } from '../gate/gate-decision.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { printable } from './printable.ts'

/** Verdicts as people read them. */
export const verdictWords: Readonly<Record<GateVerdict, string>> = {
  approved: 'approved',
  pending: 'waiting',
  refused: 'refused',
  'not-determined': 'not determined',
  'not-applicable': 'not applicable',
}

/** One letter wide, so that the marks of a level stand below each other. The word beside it says the same. */
const marks: Readonly<Record<GateVerdict, string>> = {
  approved: '✓',
  pending: '…',
  refused: '✗',
  'not-determined': '?',
  'not-applicable': '–',
}

/** For people: nobody reads more. */
const forPeople: TreeBounds = { levels: 12, nodes: 300, message: 400, names: 20 }

/** A node as it is shown: steps that say nothing of their own are left out. */
interface ShownNode {
  readonly label: string
  readonly verdict: GateVerdict
  readonly message: string
  readonly children: readonly ShownNode[]
}

export interface ShownTree {
  /** What decided: obstacles, and the rules that apply. */
  readonly decided: readonly ShownNode[]
  /** Rules that do not apply, with the reason. */
  readonly leftOut: readonly ShownNode[]
  /** Nodes there was no room for. */
  readonly more: number
}

/** The tree of a decision as it is shown to people, of bounded size. */
export function shownTree(root: DecisionNode): ShownTree {
  const { tree, leftOut } = boundTree(root, forPeople)
  const applies = ({ verdict }: DecisionNode) => verdict !== 'not-applicable'
  return {
    decided: tree.children.filter(applies).map((node) => shown(node, '')),
    leftOut: tree.children.filter((node) => !applies(node)).map((node) => ({ ...shown(node, ''), children: [] })),
    more: leftOut,
  }
}

function shown(node: DecisionNode, above: string): ShownNode {
  const { verdict, message, path, kind, children } = node
  const label = kind === 'obstacle' ? 'first of all' : words(path.slice(above === '' ? 0 : above.length + 1))
  const [only, ...others] = children
  // A step with one step below it that ends the same says nothing of its own.
  if (only !== undefined && others.length === 0 && only.verdict === verdict && only.message === message) {
    const inner = shown(only, path)
    const parts = [label, inner.label].filter((part) => part !== '')
    // Of a rule it is said how its parts belong together; that it asks for approvals, its message says.
    const isGroup = / of$/.test(inner.label)
    return { label: above === '' && !isGroup ? label : parts.join(' '), verdict, message, children: inner.children }
  }
  return { label, verdict, message, children: children.map((child) => shown(child, path)) }
}

/** Keys of the rules as words: `all/0/checks/1` is `all of #1 checks #2`. */
const words = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== 'require')
    .map((part) =>
      /^\d+$/.test(part) ? `#${Number(part) + 1}` : part === 'any' || part === 'all' ? `${part} of` : part,
    )
    .join(' ')

/** Whether the tree says more than one line a rule does. */
export const isDeep = ({ decided }: ShownTree): boolean => decided.some(({ children }) => children.length > 0)

/** Lines for a terminal, without line ends. */
export const treeLines = (nodes: readonly ShownNode[], indent = '  '): readonly string[] =>
  nodes.flatMap(({ label, verdict, message, children }) => [
    printable(`${indent}${marks[verdict]} ${label}: ${verdictWords[verdict]}${reason(message)}`),
    ...treeLines(children, `${indent}  `),
  ])

/** A nested list of Markdown. */
export const treeList = (nodes: readonly ShownNode[], indent = ''): readonly string[] =>
  nodes.flatMap(({ label, verdict, message, children }) => [
    `${indent}- **${verdictWords[verdict]}** ${inlineText(label)}${message === '' ? '' : `: ${inlineText(message)}`}`,
    ...treeList(children, `${indent}  `),
  ])

const reason = (message: string): string => (message === '' ? '' : `: ${message}`)
