import { approvalOfCommit, type CommitApproval } from '../model/commit-approval.ts'
import { type Day, dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { nearest } from '../model/nearest.ts'
import { Refusal } from '../model/refusal.ts'
import { policyAt } from '../read/policy-at.ts'
import { policyInForce } from '../read/policy-in-force.ts'
import type { Revision } from '../read/record-history.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { readHistoryAt } from './read-history-at.ts'

/** The text of a policy that was in force on a day, with what shows where it comes from. */
export interface ShownPolicy {
  readonly id: string
  readonly asOf: Day
  readonly state: 'in-force' | 'none' | 'not-determined'
  /** Why there is no text; null where there is. */
  readonly why: string | null
  readonly version: string | null
  readonly title: string | null
  /** First day on which it applied. */
  readonly since: Day | null
  readonly approval: CommitApproval | null
  readonly commit: string | null
  readonly path: string | null
  readonly line: number | null
  readonly textPath: string | null
  /** SHA-256 of record and text, and of the text alone. */
  readonly digest: string | null
  readonly textDigest: string | null
  /** A version that was on the branch and did not apply yet. */
  readonly coming: string | null
  /** null where it cannot be read. */
  readonly text: string | null
  readonly notes: readonly string[]
}

/**
 * Finds the text of a policy that was in force at the end of a day.
 *
 * @param request its `asOf` is that day; default today in the time zone of the program
 * @throws Refusal as `readHistoryAt`, and (2) where the history knows no such policy
 */
export async function showPolicy(id: string, request: AssessRequest, ports: AssessPorts): Promise<ShownPolicy> {
  const read = await readHistoryAt(request.revision ?? 'HEAD', ports)
  const asOf = request.asOf ?? dayOf(instantOf(ports.clock.now()), read.timezone)
  const revisions = read.history.get(id)
  if (revisions === undefined || !revisions.some(policyAt)) {
    const known = [...read.history].filter(([, all]) => all.some(policyAt)).map(([one]) => one)
    const near = nearest(id, known)
    throw new Refusal(
      exitStatus.usage,
      `There is no policy ${id.slice(0, 80)} in the history of commit ${read.commit.slice(0, 12)}`,
      near === undefined ? 'Name a policy by its id.' : `Did you mean ${near}?`,
    )
  }
  const found = policyInForce(revisions, asOf, ({ commit }) => read.onBranch(commit))
  const nothing = {
    ...{ id, asOf, version: null, title: null, since: null, approval: null, commit: null, path: null, line: null },
    ...{ textPath: null, digest: null, textDigest: null, coming: null, text: null, notes: read.notes },
  }
  if (found.kind !== 'in-force') return { ...nothing, state: found.kind, why: found.why }
  const { revision, policy, since, coming } = found
  const { commit, place, digest, textDigest } = revision
  return {
    ...nothing,
    ...{ state: found.kind, why: null, version: policy.version, title: policy.title, since, commit: commit.sha },
    approval: approvalOfCommit(commit.sha, read.evidence, read.model),
    path: place?.path ?? null,
    line: place?.line ?? null,
    textPath: place?.body ?? null,
    digest: digest ?? null,
    textDigest: textDigest ?? null,
    coming: comingInWords(coming),
    text: textDigest === undefined ? null : (read.textOf(textDigest) ?? null),
  }
}

function comingInWords(revision: Revision | undefined): string | null {
  const policy = revision === undefined ? undefined : policyAt(revision)
  if (policy === undefined) return null
  const { version, status, effectiveFrom } = policy
  return `${version} (${status === 'effective' ? `from ${effectiveFrom}` : status})`
}
