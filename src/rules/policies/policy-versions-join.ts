import { addDuration, type Day, subtractDuration } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { Policy } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'
import type { RuleContext } from '../rule-context.ts'

export const policyVersionsJoin = defineRule({
  id: 'POL-005',
  name: 'policy-versions-join',
  title: 'A policy takes effect on the day after the one it supersedes ends',
  subject: 'policy',
  severity: 'error',
  rationale:
    'On a day with two texts nobody knows which binds, and on a day with none nothing does. An auditor asks which text was in force on the day of a sample. Only days in the period of the report count.',
  remedy: 'Set `effectiveTo` of the old policy to the day before `effectiveFrom` of the new one.',
  criteria: ['CC5.3'],
  since: '0.1.0',

  check({ value: policy, at }, context) {
    const { supersedes } = policy
    if (supersedes === undefined) return notApplicable('it supersedes nothing')
    const old = context.model.policies.get(supersedes)
    if (old === undefined || supersedes === policy.id) return notApplicable('REF-002 and REF-007 look for it')
    if (!wasInForce(policy)) return notApplicable(`the policy is ${policy.status}`)
    if (!wasInForce(old.value)) return notApplicable(`${supersedes} is ${old.value.status}`)
    const { effectiveFrom } = policy
    if (effectiveFrom === undefined) {
      const message = `${policy.id} supersedes ${supersedes}, but does not say from when on`
      return failIfAny([{ message, at: at.locate(['supersedes'], 'value') }])
    }
    const fault = faultBetween(old, effectiveFrom, periodOf(context))
    if (fault === undefined) return pass
    return failIfAny([
      {
        message: `${policy.id} takes effect on ${effectiveFrom}: ${fault.what}`,
        at: at.locate(['effectiveFrom'], 'value'),
        hint: fault.hint,
        related: [{ at: old.at.locate([fault.key], 'value'), message: `${supersedes} is superseded` }],
      },
    ])
  },
})

const wasInForce = ({ status }: Policy): boolean => status !== 'draft' && status !== 'in-review'

interface Span {
  readonly start: Day
  readonly end: Day
}

/** The days that count: the period, or the day, of the report; all where there is no program. */
function periodOf({ program }: RuleContext): Span {
  if (program?.period !== undefined) return program.period
  if (program?.asOf !== undefined) return { start: program.asOf, end: program.asOf }
  return { start: '0000-01-01', end: '9999-12-31' }
}

function faultBetween({ value: old }: Located<Policy>, from: Day, period: Span) {
  const touches = (start: Day, end: Day) => start <= period.end && end >= period.start
  const last = subtractDuration(from, 'P1D')
  const hint = `\`effectiveTo\` of ${old.id} would be ${last}`
  if (old.effectiveTo === undefined) {
    if (!touches(from, period.end)) return undefined
    return { what: `${old.id} has no end, so both are in force`, key: 'id', hint }
  }
  if (old.effectiveTo >= from) {
    if (!touches(from, old.effectiveTo)) return undefined
    return { what: `both are in force until ${old.effectiveTo}`, key: 'effectiveTo', hint }
  }
  const next = addDuration(old.effectiveTo, 'P1D')
  if (next === from || !touches(next, last)) return undefined
  return { what: `neither is in force from ${next} to ${last}`, key: 'effectiveTo', hint }
}
