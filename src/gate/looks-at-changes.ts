import type { GateRule } from '../model/records.ts'
import type { ConditionContext } from './condition-context.ts'
import { concerns } from './conditions.ts'

type Requirement = Pick<NonNullable<GateRule['require']>, 'changeRequest'> & {
  readonly all?: readonly Requirement[]
  readonly any?: readonly Requirement[]
}

/**
 * Whether a rule that may concern the pull request looks at change requests, at any depth. Where none does, they matter in no
 * way: else one that could not be read would let somebody approve whom it excludes.
 */
export const looksAtChanges = (rules: readonly GateRule[], context: ConditionContext): boolean =>
  rules.some(
    (rule) =>
      concerns(rule, context) !== false &&
      (rule.when?.category !== undefined || rule.forbid !== undefined || asksForChange(rule.require ?? {})),
  )

const asksForChange = ({ changeRequest, all = [], any = [] }: Requirement): boolean =>
  changeRequest !== undefined || [...all, ...any].some(asksForChange)
