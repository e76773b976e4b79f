import type { ChangeCategory } from '../model/change-approvals.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule } from '../model/records.ts'
import { concerns, conditionNodes } from './conditions.ts'
import type { DecisionNode, RuleResult } from './gate-decision.ts'
import { judgeRequirement } from './judge-requirement.ts'
import { judgeSeparation } from './judge-separation.ts'
import { type Judged, leafNode } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { worstOf } from './worst-verdict.ts'

export interface JudgedRule {
  readonly result: RuleResult
  readonly node: DecisionNode
  /** Keys of the people whose approval counts for it. */
  readonly counted: ReadonlySet<string>
  /** Key -> why an approval that stands does not count for it. */
  readonly against: ReadonlyMap<string, string>
  /** It asks for an approval: rules that only forbid something never make a pull request approved. */
  readonly asksApproval: boolean
  /** Why nothing passes by it, though it is judged: who made it apply is not entitled to. */
  readonly onlyAdds: string | undefined
  /** It asks for something before the merge that applies here. */
  readonly asks: boolean
  /** What it says about keeping whoever puts the change in force apart; undefined where it says nothing. */
  readonly separation: GateVerdict | undefined
}

export const isFor = ({ when }: GateRule, categories: readonly ChangeCategory[]): boolean =>
  when?.category === undefined || when.category.some((category) => categories.includes(category))

/** Judges rules that concern the pull request: everything that each requires and forbids must hold. */
export function judgeRules(rules: readonly GateRule[], context: RuleContext): readonly JudgedRule[] {
  const required = rules.map(({ id, require }) => {
    if (require === undefined) return undefined
    const { reviewAfter: _owed, ...requirement } = require
    return judgeRequirement(requirement, context, `${id}/require`)
  })
  const roles = new Set(required.flatMap((one) => [...(one?.roles ?? [])]))
  return rules.map((rule, index) => judgeRule(rule, required[index], context, roles))
}

function judgeRule(
  rule: GateRule,
  required: Judged | undefined,
  context: RuleContext,
  roles: ReadonlySet<string>,
): JudgedRule {
  const held = context.held.get(rule) ?? []
  const applies = concerns(held)
  const separation = judgeSeparation(rule, context, roles)
  const children = [
    ...conditionNodes(rule, held),
    ...(required === undefined ? [] : [required.node]),
    ...(separation === undefined ? [] : [separation.node]),
  ]
  const verdict = worstOf(children.map((node) => node.verdict)) ?? 'approved'
  const telling = children.filter((node) => node.verdict === verdict).map(({ message }) => message)
  const message = telling.join('; ') || 'asks for nothing before the merge'
  const counted = required?.node.counted ?? []
  return {
    result: { rule: rule.id, title: rule.title, verdict, message },
    node: { ...leafNode(rule.id, 'rule', verdict, message), counted, children },
    counted: required?.counted ?? new Set(),
    against: required?.against ?? new Map(),
    asksApproval: required?.asksApproval === true && typeof applies !== 'object',
    onlyAdds: typeof applies === 'object' ? applies.onlyAdds : undefined,
    asks: required !== undefined && required.node.verdict !== 'not-applicable',
    separation: separation?.ofDeployer,
  }
}

/** A rule that is left out, and why. */
export function leftOut(rule: GateRule, context: RuleContext): DecisionNode {
  const children = conditionNodes(rule, context.held.get(rule) ?? [])
  const message = children.map((node) => node.message).join('; ') || 'is for other categories of change'
  return { ...leafNode(rule.id, 'rule', 'not-applicable', message), children }
}
