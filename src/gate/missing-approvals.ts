import type { DecisionNode, GateDecision, Missing } from './gate-decision.ts'

/** Something that stands between a pull request and its approval. */
export interface Lack {
  /** Id of the rule; undefined for what stands in the way outside the rules. */
  readonly rule: string | undefined
  readonly node: DecisionNode
}

/** Everything that does not hold, down to each approval that is missing. Of ways of which one is enough, all are named. */
export function lacksOf({ tree }: GateDecision): readonly Lack[] {
  return tree.children.filter(isOpen).flatMap((child) => {
    const rule = child.kind === 'rule' ? child.path : undefined
    const leaves = [...waiting(child, (ways) => ways)]
    return (leaves.length === 0 ? [child] : leaves).map((node) => ({ rule, node }))
  })
}

/** Approvals that would unblock a pull request that waits for nothing worse. Of ways of which one is enough, the first that names people. */
export function missingApprovals({ verdict, tree }: GateDecision): readonly Missing[] {
  if (verdict !== 'pending') return []
  const first = (ways: readonly DecisionNode[]) =>
    ways.filter((way) => [...waiting(way, first)].some(({ missing }) => (missing?.people?.length ?? 0) > 0)).slice(0, 1)
  return [...waiting(tree, first)].flatMap(({ missing }) => (missing === undefined ? [] : [missing]))
}

const isOpen = ({ verdict }: DecisionNode): boolean => verdict !== 'approved' && verdict !== 'not-applicable'

/** Nodes that lack approvals, below those that are open themselves: what an approved one holds is not needed. */
function* waiting(
  node: DecisionNode,
  pick: (ways: readonly DecisionNode[]) => readonly DecisionNode[],
): Generator<DecisionNode> {
  if (!isOpen(node)) return
  if (node.missing !== undefined) yield node
  for (const child of node.kind === 'any' ? pick(node.children) : node.children) yield* waiting(child, pick)
}
