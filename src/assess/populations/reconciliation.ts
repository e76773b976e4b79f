import type { Day } from '../../model/days.ts'
import type { LogRecord } from '../../model/log-record.ts'
import type { ChangeRequest } from '../../model/records.ts'
import type { BranchCommit, BranchEvidence, PlacedCommit } from './place-commits.ts'
import type { Gap } from './population.ts'

/** Everything the changes of a period are counted from. */
export interface ChangesInput {
  /** First-parent commits of the protected branch, oldest first; complete. */
  readonly commits: readonly BranchCommit[]
  /** The records that the checkpoint covers, in the order of the log. */
  readonly log: readonly LogRecord[]
  readonly branch: string
  /** Change requests of the program. */
  readonly changes: readonly ChangeRequest[]
  /** First and last day, in the time zone. */
  readonly from: Day
  readonly to: Day
  readonly timezone: string
}

/**
 * matched: both sides have it, and it was approved. explained: one side has it, and it is known why. deviation: one side has it and
 * must not, or it was not approved. not-determined: nobody can tell yet; never the same as explained.
 */
export type ReconciledStanding = 'matched' | 'explained' | 'deviation' | 'not-determined'

/** A commit of the branch, and what the log has of it. */
export interface CommitRow {
  readonly commit: PlacedCommit
  readonly day: Day
  /** Place in the log of the pull request that brought it, and its number. */
  readonly record: number | undefined
  readonly pull: number | undefined
  /** Place in the log of what an audit found. */
  readonly around: number | undefined
  readonly standing: ReconciledStanding
  readonly why: string
}

export type ReconciledSide =
  | 'pull request'
  | 'around review'
  | 'change request'
  /** A merge that names none. */
  | 'without request'
  | 'deployment'
  | 'audit'

/** An item of one of the other lists, and whether the branch has it. */
export interface SideRow {
  readonly side: ReconciledSide
  readonly key: string
  /** One line; not escaped. */
  readonly title: string
  readonly day: Day
  readonly record: number | undefined
  readonly standing: ReconciledStanding
  readonly why: string
  /** Whether the row of a commit says the same: it is one difference and not two. */
  readonly isMirrored: boolean
}

/** How many of each list came in a month. */
export interface ReconciledMonth {
  readonly month: string
  readonly commits: number
  readonly pulls: number
  readonly around: number
  readonly requests: number
  readonly deployments: number
  /** Rows of the month that are neither matched nor explained. */
  readonly open: number
}

/** The changes of a period, each list held against the branch and the branch against each list. */
export interface ChangeReconciliation {
  readonly from: Day
  readonly to: Day
  readonly timezone: string
  readonly branch: string
  /** Newest commit of the branch that was counted; undefined where it has none. */
  readonly tip: string | undefined
  /** Every commit of the period, oldest first. */
  readonly commits: readonly CommitRow[]
  /** Every item of the other lists in the period. */
  readonly others: readonly SideRow[]
  /** Merges of the period that are not counted, because they went into other branches. */
  readonly elsewhere: readonly SideRow[]
  readonly months: readonly ReconciledMonth[]
  /** Stretches of the period in which no audit looked at the branch. */
  readonly gaps: readonly Gap[]
  /** What is not known of the whole, one sentence each. */
  readonly open: readonly string[]
}

/** The input with its indexes. */
export interface BranchState extends ChangesInput {
  readonly evidence: BranchEvidence
  readonly placed: readonly PlacedCommit[]
  readonly positions: ReadonlyMap<string, number>
}
