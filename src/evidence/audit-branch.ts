import type { EvidenceAccount, EvidenceProducer, EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import { sha256Hex } from './attachments.ts'
import { keyOf } from './natural-key.ts'
import { makeRecord, toMoment } from './record.ts'
import type { LogEntry } from './verify-log.ts'

export interface AuditedCommit {
  readonly sha: string
  readonly parents: readonly string[]
  /** RFC 3339, as git has it: a claim, kept and never judged by. */
  readonly committedAt: string
  /** Account of the committer, where the forge named it. */
  readonly committer?: EvidenceAccount
}

export interface AuditInput {
  readonly entries: readonly LogEntry[]
  readonly branch: string
  /** Commit that the audit before ended at. */
  readonly from: string
  readonly to: string
  /** First-parent commits after `from` up to and with `to`, oldest first; complete. */
  readonly commits: readonly AuditedCommit[]
  readonly repositoryId: string
  /** Address of the repository, subject of the records. */
  readonly repository: string
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly producer: EvidenceProducer
}

interface Deviation {
  readonly commit: string
  readonly pull: number | null
  readonly reason: string
  readonly result: 'fail' | 'not-determined'
}

export interface BranchAudit {
  readonly deviations: readonly Deviation[]
  readonly matched: number
  /** One for each deviation that is not in the log yet, then the window; empty where there is nothing to say. */
  readonly records: readonly EvidenceRecord[]
}

/** Where the next audit of a branch begins: at the end of the last one, or where the log began. */
export function auditStart(entries: readonly LogEntry[], branch: string): string | undefined {
  return lastLook(entries, branch)?.commit
}

/** Commit that the branch was at when it was last looked at, and when that was. */
function lastLook(entries: readonly LogEntry[], branch: string): { commit: string; at: string } | undefined {
  let last: { commit: string; at: string } | undefined
  for (const { record } of entries) {
    const { predicate } = record
    const { occurredAt: at } = predicate
    if (predicate.kind === 'log.created' && predicate.data.protectedBranch === branch)
      last = { commit: predicate.data.baseline, at }
    if (predicate.kind === 'audit.window' && predicate.data.branch === branch) last = { commit: predicate.data.to, at }
  }
  return last
}

/**
 * Whether the commits continue the branch from `from` on its first-parent line. If not, the branch was rewritten, or wound
 * back, and no list of new commits says what was lost.
 */
export function continues(commits: readonly AuditedCommit[], from: string, to: string): boolean {
  if (commits.length === 0) return from === to
  return (
    commits.every(({ parents }, index) => parents[0] === (index === 0 ? from : commits[index - 1]?.sha)) &&
    commits.at(-1)?.sha === to
  )
}

/**
 * Holds every commit of the protected branch against the merged pull requests in the log: each must have been brought by
 * one that was approved. What was not is a deviation, whether it was pushed past review or merged without it.
 */
export function auditBranch(input: AuditInput): BranchAudit {
  const { entries, branch, commits } = input
  const bringers = new Map<string, PredicateOfKind<'change.merged'>>()
  const known = new Set<string>()
  for (const { record } of entries) {
    const { predicate } = record
    known.add(predicate.key)
    if (predicate.kind !== 'change.merged' || predicate.data.baseRef !== branch) continue
    for (const sha of [...predicate.data.landed, predicate.data.mergeSha]) bringers.set(sha, predicate)
  }
  const deviations = commits.flatMap(({ sha }) => deviationOf(sha, bringers.get(sha)) ?? [])
  const sinceMs = Date.parse(lastLook(entries, branch)?.at ?? '2000-01-01T00:00:00Z')
  const records = deviations
    .filter(({ commit }) => !known.has(keyOf.unreviewed(input.repositoryId, commit)))
    .map((deviation) => unreviewedRecord(deviation, input, sinceMs))
  const window = windowRecord(input, deviations)
  return {
    deviations,
    matched: commits.length - deviations.length,
    records: known.has(window.predicate.key) ? records : [...records, window],
  }
}

function deviationOf(commit: string, bringer: PredicateOfKind<'change.merged'> | undefined): Deviation | undefined {
  if (bringer === undefined)
    return { commit, pull: null, result: 'fail', reason: 'no merged pull request in the log brought this commit' }
  const { pull, verdict } = bringer.data
  if (verdict === 'approved') return undefined
  if (verdict === 'not-determined')
    return {
      commit,
      pull,
      result: 'not-determined',
      reason: `whether pull request #${pull} was approved could not be determined`,
    }
  return { commit, pull, result: 'fail', reason: `pull request #${pull} was merged while the gate said ${verdict}` }
}

/** @param sinceMs when the branch was last looked at and did not have the commit */
function unreviewedRecord(
  { commit, pull, reason, result }: Deviation,
  input: AuditInput,
  sinceMs: number,
): EvidenceRecord {
  const found = input.commits.find(({ sha }) => sha === commit)
  const committer = found?.committer ?? null
  const claimedMs = Date.parse(found?.committedAt ?? '')
  // Who pushes past review may also set the date of the commit. It must keep the deviation neither out of the log nor out
  // of the period it is judged in: the commit came between the last look at the branch and this one, whatever it says.
  const occurredMs = Math.min(Math.max(claimedMs || 0, sinceMs), input.nowMs)
  return makeRecord(
    {
      ...common(input, occurredMs, result),
      kind: 'change.unreviewed',
      key: keyOf.unreviewed(input.repositoryId, commit),
      actor: committer ?? { id: null, login: null },
      data: { commit, branch: input.branch, pull, committer, reason, committedAt: toMoment(clampToYears(claimedMs)) },
    },
    input.repository,
    commit,
  )
}

/** Moments are written with four digits for the year. */
function clampToYears(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), Date.parse('9999-12-31T23:59:59Z'))
}

function windowRecord(input: AuditInput, deviations: readonly Deviation[]): EvidenceRecord {
  const { branch, from, to, commits, repositoryId } = input
  const day = commits.length === 0 ? toMoment(input.nowMs).slice(0, 10) : undefined
  const result = deviations.some(({ result }) => result === 'fail')
    ? 'fail'
    : deviations.length > 0
      ? 'not-determined'
      : 'pass'
  return makeRecord(
    {
      // What was seen is the branch as it is now: the window covers the time until now, not until the last commit.
      ...common(input, input.nowMs, result),
      kind: 'audit.window',
      key: keyOf.auditWindow(repositoryId, branch, to, day),
      actor: { id: null, login: null },
      data: {
        branch,
        from,
        to,
        commits: commits.length,
        matched: commits.length - deviations.length,
        deviations: deviations.length,
        commitsDigest: sha256Hex(commits.map(({ sha }) => `${sha}\n`).join('')),
      },
    },
    input.repository,
    to,
  )
}

function common({ nowMs, producer }: AuditInput, occurredMs: number, result: 'pass' | 'fail' | 'not-determined') {
  const occurredAt = toMoment(occurredMs)
  return { occurredAt, recordedAt: toMoment(nowMs), producer, result, attachments: [] } as const
}
