import type { DecisionNode } from './gate-decision.ts'
import { type Judgement, worstJudgement } from './judgement.ts'
import { type Obstacle, obstaclesOf } from './obstacle.ts'
import { leafNode } from './requirement.ts'
import type { JudgedChange } from './shipped-changes.ts'

/** One question about a deployment: what stands against it, or else what is good about it. */
export interface Section {
  readonly obstacles: readonly Obstacle[]
  readonly node: DecisionNode
}

/**
 * @param path for example `deployers` or `environments/0/checks`
 * @param good one line where nothing stands against it
 */
export function section(
  path: string,
  kind: string,
  obstacles: readonly Obstacle[],
  good: string,
  counted: readonly string[] = [],
): Section {
  const children = obstacles.map(({ verdict, message }, index) => leafNode(`${path}/${index}`, kind, verdict, message))
  return { obstacles, node: withChildren({ ...leafNode(path, kind, 'approved', good), counted }, children) }
}

/** The same for what the rules ask for; what is good is told too. */
export function sectionOf(path: string, kind: string, judgements: readonly Judgement[]): readonly Section[] {
  if (judgements.length === 0) return []
  const children = judgements.map(({ verdict, message }, index) => leafNode(`${path}/${index}`, kind, verdict, message))
  const good = judgements.map(({ message }) => message).join('; ')
  const node = withChildren(leafNode(path, kind, 'approved', good), children)
  return [{ obstacles: obstaclesOf(judgements), node }]
}

export const sectionOfChange = ({ commit, change, obstacles }: JudgedChange): Section =>
  change === undefined
    ? section(`changes/${commit}`, 'commit', obstacles, 'it is known')
    : section(
        `changes/${change.pull}`,
        'change',
        obstacles,
        `#${change.pull} was approved and merged before`,
        change.counted.map(({ login }) => login).sort(),
      )

/** The whole decision; its message is the summary. */
export const deploymentTree = (
  sections: readonly Section[],
  { verdict, summary }: { readonly verdict: Judgement['verdict']; readonly summary: string },
): DecisionNode => ({
  ...leafNode('deployment', 'deployment', verdict, summary),
  children: sections.map(({ node }) => node),
})

function withChildren(node: DecisionNode, children: readonly DecisionNode[]): DecisionNode {
  const [first, ...rest] = children.flatMap(({ verdict, message }) =>
    verdict === 'not-applicable' ? [] : [{ verdict, message }],
  )
  if (first === undefined) return node
  const { verdict } = worstJudgement([first, ...rest])
  const telling = children.filter((child) => child.verdict === verdict).map(({ message }) => message)
  return { ...node, verdict, message: [...new Set(telling)].join('; '), children }
}
