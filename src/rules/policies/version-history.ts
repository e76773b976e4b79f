import type { Policy } from '../../model/records.ts'
import { policyAt } from '../../read/policy-at.ts'
import type { Revision } from '../../read/record-history.ts'
import type { LogIndex } from '../logged-history.ts'

export const isInForce = ({ status }: Policy): boolean => status === 'approved' || status === 'effective'

/**
 * The revisions of the present version of a policy, oldest first, from the one that brought it into force; none while what
 * is checked has not reached the protected branch.
 */
export function revisionsOfVersion(policy: Policy, logged: LogIndex): readonly Revision[] {
  const all = logged.revisions.get(policy.id) ?? []
  if (all.length === 0 || all.at(-1)?.digest !== logged.digests.get(policy.id)) return []
  const before = all.findLastIndex((revision) => {
    const then = policyAt(revision)
    return then === undefined || then.version !== policy.version || !isInForce(then)
  })
  return all.slice(before + 1)
}

/** Whether a commit came by an approved pull request, as far as the log says. */
export type CommitStanding =
  | { readonly kind: 'approved' }
  | { readonly kind: 'not-approved'; readonly why: string; readonly index: number }
  | { readonly kind: 'unknown' }

export function standingOf({ commit }: Revision, { byCommit }: LogIndex): CommitStanding {
  const known = byCommit.get(commit.sha)
  if (known === undefined) return { kind: 'unknown' }
  const { index } = known.record
  if (known.kind === 'unreviewed') return { kind: 'not-approved', why: 'it went around review', index }
  const { verdict, counted, pull } = known.record.data
  if (verdict !== 'approved') {
    return { kind: 'not-approved', why: `the verdict on pull request ${pull} was ${verdict}`, index }
  }
  if (counted.length > 0) return { kind: 'approved' }
  return { kind: 'not-approved', why: `pull request ${pull} has no approval that counted`, index }
}
