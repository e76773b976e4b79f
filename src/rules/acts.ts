import { dayOf } from '../model/days.ts'
import type { Located, Place, RecordPath } from '../model/location.ts'
import type { Act } from './define-rule.ts'
import type { RuleContext } from './rule-context.ts'

/** Everything that records say a person did on a day, and what people answer for today. */
export function actsIn({ model, asOf, timezone }: RuleContext): Act[] {
  const found: Act[] = []
  const add = (
    from: string,
    { at }: Located<unknown>,
    path: RecordPath,
    person: string | undefined,
    day: string | undefined,
    what: string,
  ) => {
    if (person !== undefined && day !== undefined) found.push({ from, person, day, what, at: at as Place, path })
  }
  for (const assignment of model.assignments) {
    const { role, person, approvedBy, grantedAt } = assignment.value
    add(`The assignment of ${role}`, assignment, ['person'], person, grantedAt, 'receives the role')
    add(`The assignment of ${role}`, assignment, ['approvedBy'], approvedBy, grantedAt, 'approves the grant')
  }
  for (const policy of model.policies.values()) {
    if (policy.value.status === 'retired') continue
    add(policy.value.id, policy, ['owner'], policy.value.owner, asOf, 'owns the policy')
    for (const [index, person] of (policy.value.approvedBy ?? []).entries()) {
      add(policy.value.id, policy, ['approvedBy', index], person, policy.value.effectiveFrom, 'approved the policy')
    }
  }
  for (const risk of model.risks.values()) {
    const { by, at } = risk.value.acceptance ?? {}
    add(risk.value.id, risk, ['acceptance', 'by'], by, at, 'accepts the risk')
    if (risk.value.status === 'closed') continue
    for (const [index, { owner, due }] of (risk.value.plan ?? []).entries()) {
      if (due >= asOf) add(risk.value.id, risk, ['plan', index, 'owner'], owner, asOf, 'has an action of the plan')
    }
  }
  for (const change of model.changes.values()) {
    const { id, requestedBy, requestedAt } = change.value
    add(id, change, ['requestedBy'], requestedBy, dayOf(requestedAt, timezone), 'asks for the change')
  }
  for (const exception of model.exceptions.values()) {
    const { id, requestedBy, approvedBy, start } = exception.value
    add(id, exception, ['requestedBy'], requestedBy, start, 'asks for the exception')
    add(id, exception, ['approvedBy'], approvedBy, start, 'approves the exception')
  }
  return found
}
