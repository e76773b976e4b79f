import type { RoleAssignment } from '../model/records.ts'
import { findingsAbout } from './check-findings.ts'
import { grantApprovalInWords } from './claim-words.ts'
import { type PageContext, recordsOf } from './page-context.ts'
import { compare, listOf } from './page-text.ts'
import { endInWords } from './register-words.ts'

/** What an exception or a finding calls an assignment. */
export const assignmentLabel = ({ role, person }: RoleAssignment): string => `The assignment of ${role} to ${person}`

/** Whether it holds on the day of the page. */
export const isHeld = ({ grantedAt, expires }: RoleAssignment, asOf: string): boolean =>
  grantedAt <= asOf && (expires === undefined || asOf <= expires)

/** What has findings first, then what ends first. */
export const byUrgency =
  (context: PageContext) =>
  (a: RoleAssignment, b: RoleAssignment): number =>
    hasFinding(b, context) - hasFinding(a, context) ||
    compare(a.expires ?? '9999', b.expires ?? '9999') ||
    compare(a.role, b.role) ||
    compare(a.person, b.person) ||
    compare(a.grantedAt, b.grantedAt)

const hasFinding = (assignment: RoleAssignment, context: PageContext): number =>
  findingsAbout(assignmentLabel(assignment), context).length > 0 ? 1 : 0

export const termInWords = ({ grantedAt, expires }: RoleAssignment, { assessment }: PageContext): string => {
  const { asOf } = assessment.basis
  return `${grantedAt}, ${grantedAt > asOf ? 'still to begin' : endInWords(expires, asOf, '**no end**')}`
}

/** Who approved a grant: as the record claims, and what the log has of the change that gave the role. */
export function approvalInWords(grant: RoleAssignment, context: PageContext, root: string): string {
  const last = grantsInLog(context).get(`${grant.role} ${grant.person}`)
  const words =
    last === undefined
      ? 'the log has no record of it'
      : `${listOf(last.data.approvers.map(context.account))} in ${context.recordLink(last.index, root)}`
  return `${grantApprovalInWords(grant, context)}; by the log: ${words}`
}

type GrantRecord = ReturnType<typeof recordsOf<'role.changed'>>[number]

const logged = new WeakMap<PageContext, ReadonlyMap<string, GrantRecord>>()

/** The newest record of each role that was given to somebody, by role and person. */
function grantsInLog(context: PageContext): ReadonlyMap<string, GrantRecord> {
  const known =
    logged.get(context) ??
    new Map(
      recordsOf(context.log, 'role.changed').flatMap((record) =>
        record.data.change === 'revoked' ? [] : [[`${record.data.role} ${record.data.person}`, record] as const],
      ),
    )
  logged.set(context, known)
  return known
}
