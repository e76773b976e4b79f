import { rolesFor } from '../../model/change-approvals.ts'
import { dayOf } from '../../model/days.ts'
import type { ChangeRequest } from '../../model/records.ts'
import { type RoleBook, rolesOn, withInherited } from '../../model/role-holders.ts'
import { approvalsOf, type CountedApproval, type Logged, type LogIndex, type MergeRecord } from '../logged-history.ts'
import type { RuleContext } from '../rule-context.ts'

/** A role that has to approve a change, and whose approval of the pull request could be that. */
export interface Seat {
  readonly role: string
  /** Approvals by people who held the role when they gave them, by the roles as they stood before the merge. */
  readonly held: readonly CountedApproval[]
  /** Approvals by people who have the role at some time, but did not when they gave them. */
  readonly untimely: readonly CountedApproval[]
}

/** The roles whose approval a change needs, with the approvals of a merge that may count for each. */
export type Seating =
  | { readonly kind: 'known'; readonly seats: readonly Seat[] }
  | { readonly kind: 'unknown'; readonly why: string }

/** Seats are by the category of the request, and never for the requester. Roles are those of the base, like at the gate. */
export function seatsOf(change: ChangeRequest, merge: MergeRecord, context: RuleContext): Seating {
  const { model, timezone, logged } = context
  const { baseShaBefore } = merge.data
  const book = logged.roleBookAt(baseShaBefore)
  if (book === undefined) {
    return { kind: 'unknown', why: `who held which role at commit ${baseShaBefore.slice(0, 12)} is not known` }
  }
  const rules = model.gateRules.map(({ value }) => value)
  const approvals = approvalsOf(book, merge).filter(({ person }) => person !== change.requestedBy)
  const seats = rolesFor(change.category, rules).map((role) => {
    const holds = ({ person, submittedAt }: CountedApproval) =>
      person !== undefined && rolesOn(book, person, dayOf(submittedAt, timezone)).has(role)
    const untimely = approvals.filter(
      (approval) => !holds(approval) && [book, model].some((one) => everHolds(one, approval.person, role)),
    )
    return { role, held: approvals.filter(holds), untimely }
  })
  return { kind: 'known', seats }
}

const everHolds = (book: RoleBook, person: string | undefined, role: string): boolean =>
  book.assignments.some(({ value }) => value.person === person && withInherited(book, value.role).has(role))

/** The merges that brought a change: of an emergency the first, since a later one that names it is its review (CHG-008). */
export function mergesBringing(change: ChangeRequest, { mergesOf }: LogIndex): readonly Logged<MergeRecord>[] {
  const merges = mergesOf.get(change.id) ?? []
  return change.category === 'emergency' ? merges.slice(0, 1) : merges
}

/** Accounts that approved and that People does not know: they may be anybody. */
export const strangersOf = (merge: MergeRecord, { model }: RuleContext): readonly string[] =>
  approvalsOf(model, merge).flatMap(({ person, login }) => (person === undefined ? [login] : []))
