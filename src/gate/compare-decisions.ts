import type { GateVerdict } from '../model/outcome.ts'
import type { DecisionNode, GateDecision, ReviewerRow } from './gate-decision.ts'

/** A step of a decision that ended differently. */
export interface ChangedNode {
  readonly path: string
  /** undefined: it was not there. */
  readonly before: GateVerdict | undefined
  /** undefined: it is not there any more. */
  readonly after: GateVerdict | undefined
  /** What it says afterwards, or said. */
  readonly message: string
}

export interface ChangedReviewer {
  readonly name: string
  readonly before: ReviewerRow | undefined
  readonly after: ReviewerRow | undefined
}

export interface DecisionChanges {
  readonly nodes: readonly ChangedNode[]
  readonly reviewers: readonly ChangedReviewer[]
}

/**
 * What two decisions about one pull request differ in: the steps that end or say otherwise, the deepest ones that say it, and
 * the people whose review counts otherwise. In the order of the later decision.
 */
export function compareDecisions(before: GateDecision, after: GateDecision): DecisionChanges {
  const [old, now] = [nodesOf(before.tree), nodesOf(after.tree)]
  const gone = [...old].filter(([path]) => !now.has(path))
  const nodes = [
    ...[...now].flatMap(([path, node]) => {
      const was = old.get(path)
      if (was !== undefined && isSame(was, node)) return []
      // A step that only repeats one below it is told by that one.
      const isRepeated = node.children.some(
        (child) =>
          child.message === node.message && child.verdict === node.verdict && !isSameAs(old.get(child.path), child),
      )
      return isRepeated ? [] : [{ path, before: was?.verdict, after: node.verdict, message: node.message }]
    }),
    ...gone.map(([path, node]) => ({ path, before: node.verdict, after: undefined, message: node.message })),
  ]
  return { nodes, reviewers: changedReviewers(before.reviewers, after.reviewers) }
}

/** Every step but the whole, which the verdict line tells. */
function nodesOf(root: DecisionNode): ReadonlyMap<string, DecisionNode> {
  const found = new Map<string, DecisionNode>()
  const walk = (node: DecisionNode) => {
    if (node.kind !== 'gate') found.set(node.path, node)
    for (const child of node.children) walk(child)
  }
  walk(root)
  return found
}

const isSame = (one: DecisionNode, other: DecisionNode): boolean =>
  one.verdict === other.verdict && one.message === other.message
const isSameAs = (one: DecisionNode | undefined, other: DecisionNode): boolean =>
  one !== undefined && isSame(one, other)

function changedReviewers(before: readonly ReviewerRow[], after: readonly ReviewerRow[]): readonly ChangedReviewer[] {
  const keyOf = ({ person, account, review }: ReviewerRow) => person ?? `${account?.id ?? `review ${review}`}`
  const [old, now] = [new Map(before.map((row) => [keyOf(row), row])), new Map(after.map((row) => [keyOf(row), row]))]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    const same =
      was !== undefined &&
      is !== undefined &&
      was.counted === is.counted &&
      was.state === is.state &&
      was.reasons.join('\n') === is.reasons.join('\n')
    return same ? [] : [{ name: (is ?? was)?.name ?? key, before: was, after: is }]
  })
}
