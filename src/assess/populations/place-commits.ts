import { instantOf, millisecondsOf } from '../../model/days.ts'
import type { LogRecord } from '../../model/log-record.ts'

/** A commit of the first-parent line of the protected branch. Its date and its words are what git says: a claim. */
export interface BranchCommit {
  readonly sha: string
  readonly authorName: string
  readonly committedAt: string
  readonly subject: string
}

/** A commit with the moment at which it came to the branch, as well as it is known. */
export interface PlacedCommit extends BranchCommit {
  /** Place on the branch, oldest first, from 0. */
  readonly position: number
  /** UTC. */
  readonly at: string
  /**
   * merge: the forge merged it then. audit: an audit found it, not later than then. git: the date of the commit, moved where
   * it would contradict what the log has seen of the branch.
   */
  readonly basis: 'merge' | 'audit' | 'git'
}

type MergeRecord = Extract<LogRecord, { readonly kind: 'change.merged' }>
type UnreviewedRecord = Extract<LogRecord, { readonly kind: 'change.unreviewed' }>

/** What the log says of one branch. */
export interface BranchEvidence {
  /** Merges into the branch, in the order of the log. */
  readonly merges: readonly MergeRecord[]
  readonly unreviewed: readonly UnreviewedRecord[]
  /** Of two merges that claim the same commit the later one speaks. */
  readonly bringers: ReadonlyMap<string, MergeRecord>
  readonly found: ReadonlyMap<string, UnreviewedRecord>
  /** Where the branch was when somebody looked, in the order of the log. */
  readonly looks: readonly { readonly commit: string; readonly atMs: number; readonly record: number }[]
}

export function branchEvidence(log: readonly LogRecord[], branch: string): BranchEvidence {
  const merges: MergeRecord[] = []
  const unreviewed: UnreviewedRecord[] = []
  const bringers = new Map<string, MergeRecord>()
  const found = new Map<string, UnreviewedRecord>()
  const looks: { commit: string; atMs: number; record: number }[] = []
  for (const record of log) {
    const look = (commit: string) =>
      looks.push({ commit, atMs: millisecondsOf(record.occurredAt), record: record.index })
    if (record.kind === 'change.merged' && record.data.baseRef === branch) {
      merges.push(record)
      for (const sha of [...record.data.landed, record.data.mergeSha]) bringers.set(sha, record)
    }
    if (record.kind === 'change.unreviewed' && record.data.branch === branch) {
      unreviewed.push(record)
      found.set(record.data.commit, record)
    }
    if (record.kind === 'log.created' && record.data.protectedBranch === branch) look(record.data.baseline)
    if (record.kind === 'audit.window' && record.data.branch === branch) look(record.data.to)
  }
  return { merges, unreviewed, bringers, found, looks }
}

/**
 * Says when each commit came to the branch. Whoever writes a commit also sets its date, and could move a push out of a
 * period by it: so the forge's moment of a merge counts first, and any other date stays between what the log has seen
 * before and after it on the branch.
 *
 * @param commits first-parent line, oldest first
 */
export function placeCommits(commits: readonly BranchCommit[], evidence: BranchEvidence): readonly PlacedCommit[] {
  const positions = new Map(commits.map(({ sha }, position) => [sha, position]))
  const known = commits.map(({ sha }) => knownMoment(sha, evidence))
  const seen = evidence.looks.flatMap(({ commit, atMs }) => {
    const position = positions.get(commit)
    return position === undefined ? [] : [{ position, atMs }]
  })
  // The branch was at this commit at that moment: it and all before it had come, and none after it.
  const firstSeen = new Map<number, number>()
  const lastSeen = new Map<number, number>()
  for (const { position, atMs } of seen) {
    firstSeen.set(position, Math.min(atMs, firstSeen.get(position) ?? atMs))
    lastSeen.set(position, Math.max(atMs, lastSeen.get(position) ?? atMs))
  }
  const latest: number[] = new Array<number>(commits.length)
  let upper = Number.POSITIVE_INFINITY
  for (let position = commits.length - 1; position >= 0; position -= 1) {
    upper = Math.min(upper, firstSeen.get(position) ?? upper)
    latest[position] = upper
    upper = Math.min(upper, known[position]?.atMs ?? upper)
  }
  let lower = 0
  return commits.map((commit, position) => {
    const exact = known[position]
    const claimed = claimedMoment(commit.committedAt)
    const atMs = exact?.atMs ?? Math.min(Math.max(claimed, lower), latest[position] ?? claimed)
    lower = Math.max(lower, exact?.atMs ?? 0, lastSeen.get(position) ?? 0)
    return { position, at: instantOf(atMs), basis: exact?.basis ?? 'git', ...commit }
  })
}

function knownMoment(
  sha: string,
  { bringers, found }: BranchEvidence,
): { readonly atMs: number; readonly basis: 'merge' | 'audit' } | undefined {
  const bringer = bringers.get(sha)
  if (bringer !== undefined) return { atMs: millisecondsOf(bringer.data.mergedAt), basis: 'merge' }
  const around = found.get(sha)
  return around === undefined ? undefined : { atMs: millisecondsOf(around.occurredAt), basis: 'audit' }
}

const lastMomentMs = Date.parse('9999-12-31T23:59:59Z')

/** A date that is no date says nothing: what was seen before and after the commit decides. */
function claimedMoment(text: string): number {
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? 0 : Math.min(Math.max(atMs, 0), lastMomentMs)
}
