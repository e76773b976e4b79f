import { matchesBranch } from '../../model/match-branch.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import type { GateRule } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const protectedBranchHasARule = defineRule({
  id: 'GAT-002',
  name: 'protected-branch-has-a-rule',
  title: 'A rule of the gate asks for an approval of every change to the protected branch',
  subject: 'tree',
  severity: 'warning',
  rationale:
    'What no rule is for is not determined, or passes without a verdict where `default: allow` says so. Rules for some files, labels or titles leave a gap between them that is found by whoever looks for it.',
  remedy: 'Add a rule for the protected branch that has no other condition and asks for an approval.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ gateRules }, { settings: { protectedBranch } }) {
    const [first] = gateRules
    if (first === undefined) return notApplicable('there are no gate rules')
    const rules = gateRules.flatMap(({ value }) => value.rules)
    if (rules.some((rule) => asksOfEverything(rule, protectedBranch))) return failIfAny([])
    const allowing = gateRules.find(({ value }) => value.default === 'allow')
    const denied = allowing === undefined || gateRules.some(({ value }) => value.default === 'deny')
    const record = denied ? first : allowing
    const then = denied ? 'is not determined' : 'passes without a verdict'
    const finding: Finding = {
      message: `No rule asks for an approval of every change to ${protectedBranch}: what the others are not for ${then}`,
      at: record.at.locate(denied ? ['rules'] : ['default'], denied ? undefined : 'value'),
    }
    return failIfAny([finding])
  },
})

function asksOfEverything({ when = {}, require }: GateRule, branch: string): boolean {
  const { base, category, ...more } = when
  return (
    require !== undefined &&
    asks(require) &&
    Object.keys(more).every((key) => key.startsWith('x-')) &&
    (base === undefined || base.some((pattern) => matchesBranch(pattern, branch))) &&
    (category === undefined || category.includes('normal'))
  )
}

type Requirement = NonNullable<GateRule['require']>
type Part = NonNullable<Requirement['all']>[number]

/** Whether it cannot be met without an approval. */
function asks(requirement: Requirement | Part): boolean {
  const { approvals, from, exactCommit, changeRequest } = requirement
  const all = ('all' in requirement ? requirement.all : undefined) ?? []
  const any = ('any' in requirement ? requirement.any : undefined) ?? []
  return (
    [approvals, from, exactCommit, changeRequest].some((key) => key !== undefined) ||
    all.some(asks) ||
    (any.length > 0 && any.every(asks))
  )
}
