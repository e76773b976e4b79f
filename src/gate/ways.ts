import type { ChangeCategory } from '../model/change-approvals.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule } from '../model/records.ts'
import { approvalOf } from './change-requests.ts'
import { freezeAt } from './freezes.ts'
import { isFor, type JudgedRule, judgeRules } from './judge-rule.ts'
import type { RuleContext } from './rule-context.ts'
import type { Obstacle } from './summarise.ts'
import { isBetter, worstOf } from './worst-verdict.ts'

export interface Category {
  readonly claimed: readonly ChangeCategory[]
  /** Every claimed category has the approvals of its roles. */
  readonly earned: boolean
}

/** What the change requests claim, and whether the roles of every lighter category have approved. */
export function categoryOf({ described, votes, model, rules, moment }: RuleContext): Category {
  const { submitted } = described
  return {
    claimed: [...new Set(submitted.map(({ category }) => category))].sort(),
    earned:
      described.unknown.length === 0 &&
      submitted
        .filter(({ category }) => category !== 'normal')
        .every((change) => approvalOf(change, votes, model, rules, moment.day).verdict === 'approved'),
  }
}

/** One set of rules that applies, and what they say. */
export interface Way {
  readonly categories: readonly ChangeCategory[]
  readonly rules: readonly GateRule[]
  readonly judged: readonly JudgedRule[]
  readonly freeze: Obstacle | undefined
  readonly verdict: GateVerdict
}

/** The rules of normal changes, or those of the claimed category once it is earned: the better of the two. */
export function bestWay(concerning: readonly GateRule[], { claimed, earned }: Category, context: RuleContext): Way {
  const walk = (categories: readonly ChangeCategory[]): Way => {
    const rules = concerning.filter((rule) => isFor(rule, categories))
    const judged = judgeRules(rules, context)
    const freeze = frozen(categories, context)
    const verdicts = [...judged.map(({ result }) => result.verdict), ...(freeze === undefined ? [] : [freeze.verdict])]
    return { categories, rules, judged, freeze, verdict: worstOf(verdicts) ?? 'not-applicable' }
  }
  const normal = walk(['normal'])
  if (!earned || claimed.length === 0) return normal
  const own = walk(claimed)
  // A category for which no rule asks for anything is no way around the rules there are.
  if (!own.judged.some(({ asksApproval }) => asksApproval)) return normal
  return isBetter(normal.verdict, own.verdict) ? normal : own
}

/** Where merging deploys, a freeze of everything keeps changes from being merged, but for emergencies alone. */
function frozen(
  categories: readonly ChangeCategory[],
  { rules, merging, atMs, facts }: RuleContext,
): Obstacle | undefined {
  if (!merging || categories.every((category) => category === 'emergency')) return undefined
  const freeze = freezeAt(rules, atMs, undefined)
  if (freeze === undefined) return undefined
  return facts.pull.merged
    ? { verdict: 'refused', message: `it was merged, and so deployed, in the freeze "${freeze.title}"` }
    : { verdict: 'pending', message: `nothing but an emergency is merged before ${freeze.end}: ${freeze.title}` }
}
