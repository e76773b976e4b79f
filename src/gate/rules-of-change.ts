import { matchesBranch } from '../model/match-branch.ts'
import type { GateRule } from '../model/records.ts'
import type { MergedChange } from './deployment-decision.ts'

/**
 * Whether a rule concerns a change that was merged. Its branch and its category are in the log. What else a condition may look at
 * was looked at when it was merged, and the log has the rules that applied then.
 *
 * @returns undefined where the log does not say
 */
export function appliesTo({ id, when }: GateRule, change: MergedChange): boolean | undefined {
  if (when === undefined) return true
  if (when.base !== undefined && !when.base.some((pattern) => matchesBranch(pattern, change.baseRef))) return false
  const others = Object.keys(when).filter((key) => key !== 'base' && key !== 'category' && !key.startsWith('x-'))
  if (others.length > 0) return change.rules?.includes(id)
  if (when.category === undefined) return true
  return change.judgedAs === undefined
    ? undefined
    : when.category.some((category) => change.judgedAs?.includes(category))
}
