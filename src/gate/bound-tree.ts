import { shortened } from '../model/markdown-text.ts'
import type { DecisionNode } from './gate-decision.ts'

/** What a reader, or a page, can take. */
export interface TreeBounds {
  /** Levels of nodes, the root included. */
  readonly levels: number
  readonly nodes: number
  /** Characters of a message. */
  readonly message: number
  /** Names of people at a node. */
  readonly names: number
}

export interface BoundedTree {
  readonly tree: DecisionNode
  /** Nodes that are not in it. */
  readonly leftOut: number
}

/**
 * A tree of bounded size. Rules, reviews and commits of strangers make a tree long; what is left out is counted, never
 * silently dropped. Of the children of a node the first stay.
 */
export function boundTree(root: DecisionNode, bounds: TreeBounds): BoundedTree {
  let room = bounds.nodes
  let leftOut = 0
  const cut = (node: DecisionNode, level: number): DecisionNode => {
    room -= 1
    const children: DecisionNode[] = []
    for (const child of node.children) {
      if (level < bounds.levels && room > 0) children.push(cut(child, level + 1))
      else leftOut += sizeOf(child)
    }
    return {
      ...node,
      message: shortened(node.message, bounds.message),
      counted: node.counted.slice(0, bounds.names),
      missing:
        node.missing?.people === undefined
          ? node.missing
          : { ...node.missing, people: node.missing.people.slice(0, bounds.names) },
      children,
    }
  }
  return { tree: cut(root, 1), leftOut }
}

const sizeOf = (node: DecisionNode): number => node.children.reduce((size, child) => size + sizeOf(child), 1)
