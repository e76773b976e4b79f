import { rolesFor } from '../../model/change-approvals.ts'
import { dayOf } from '../../model/days.ts'
import type { ChangeRequest } from '../../model/records.ts'
import { rolesOn, withInherited } from '../../model/role-holders.ts'
import { approvalsOf, type CountedApproval, type Logged, type LogIndex, type MergeRecord } from '../logged-history.ts'
import type { RuleContext } from '../rule-context.ts'

/** A role that has to approve a change, and whose approval of the pull request could be that. */
export interface Seat {
  readonly role: string
  /** Approvals by people who held the role when they gave them. */
  readonly held: readonly CountedApproval[]
  /** Approvals by people who have the role at some time, but did not when they gave them. */
  readonly untimely: readonly CountedApproval[]
}

/**
 * The roles whose approval a change needs by its category, with the approvals of a merge that may count for each. The
 * requester never counts.
 */
export function seatsOf(change: ChangeRequest, merge: MergeRecord, context: RuleContext): readonly Seat[] {
  const { model, timezone } = context
  const rules = model.gateRules.map(({ value }) => value)
  const approvals = approvalsOf(model, merge).filter(({ person }) => person !== change.requestedBy)
  return rolesFor(change.category, rules).map((role) => {
    const holds = ({ person, submittedAt }: CountedApproval) =>
      person !== undefined && rolesOn(model, person, dayOf(submittedAt, timezone)).has(role)
    const held = approvals.filter(holds)
    const untimely = approvals.filter((approval) => !holds(approval) && everHolds(context, approval.person, role))
    return { role, held, untimely }
  })
}

function everHolds({ model, assignmentsOf }: RuleContext, person: string | undefined, role: string): boolean {
  const assignments = person === undefined ? [] : (assignmentsOf.get(person) ?? [])
  return assignments.some(({ value }) => withInherited(model, value.role).has(role))
}

/** The merges that brought a change: of an emergency the first, since a later one that names it is its review (CHG-008). */
export function mergesBringing(change: ChangeRequest, { mergesOf }: LogIndex): readonly Logged<MergeRecord>[] {
  const merges = mergesOf.get(change.id) ?? []
  return change.category === 'emergency' ? merges.slice(0, 1) : merges
}

/** Accounts that approved and that People does not know: they may be anybody. */
export const strangersOf = (merge: MergeRecord, { model }: RuleContext): readonly string[] =>
  approvalsOf(model, merge).flatMap(({ person, login }) => (person === undefined ? [login] : []))
