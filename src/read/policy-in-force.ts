import type { Day } from '../model/days.ts'
import type { Policy } from '../model/records.ts'
import { policyAt } from './policy-at.ts'
import type { Revision } from './record-history.ts'

/** Which text of a policy bound people on a day. */
export type PolicyInForce =
  | {
      readonly kind: 'in-force'
      readonly revision: Revision
      readonly policy: Policy
      /** First day on which it applied: as the record says, but never before it was on the branch. */
      readonly since: Day
      /** A newer revision that was on the branch by then and did not apply yet. */
      readonly coming: Revision | undefined
    }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'not-determined'; readonly why: string }

/**
 * The revision of a policy that was in force at the end of a day: the newest one that was on the protected branch by then,
 * says `effective`, and whose term holds the day. A draft or a version of tomorrow leaves the one before in force; that a
 * policy was retired or removed ends it.
 *
 * @param revisions oldest first, along the first parents of the protected branch
 * @param reachedOn day on which a revision reached the branch
 */
export function policyInForce(
  revisions: readonly Revision[],
  day: Day,
  reachedOn: (revision: Revision) => Day,
): PolicyInForce {
  const onBranch = revisions.filter((revision) => reachedOn(revision) <= day)
  if (onBranch.length === 0)
    return {
      kind: 'none',
      why: revisions.length === 0 ? 'the history of the branch holds no such policy' : 'it was not on the branch yet',
    }
  let coming: Revision | undefined
  for (const revision of onBranch.toReversed()) {
    const reached = reachedOn(revision)
    if (revision.state === 'removed') return { kind: 'none', why: `the policy was removed on ${reached}` }
    const policy = policyAt(revision)
    if (policy === undefined)
      return {
        kind: 'not-determined',
        why: `the record could not be read from ${reached} on, so it may have said anything`,
      }
    const { status, version, effectiveFrom, effectiveTo } = policy
    if (status === 'retired') return { kind: 'none', why: `the policy was retired on ${reached}` }
    if (status === 'effective' && (effectiveFrom === undefined || effectiveFrom <= day)) {
      if (effectiveTo !== undefined && effectiveTo < day)
        return { kind: 'none', why: `version ${version} ended on ${effectiveTo}` }
      const since = effectiveFrom !== undefined && effectiveFrom > reached ? effectiveFrom : reached
      return { kind: 'in-force', revision, policy, since, coming }
    }
    coming ??= revision
  }
  const newest = coming === undefined ? undefined : policyAt(coming)
  return {
    kind: 'none',
    why:
      newest === undefined
        ? 'no version of it applied yet'
        : `no version of it applied yet: ${newest.version} was ${newest.status === 'effective' ? `to apply from ${newest.effectiveFrom}` : newest.status}`,
  }
}
