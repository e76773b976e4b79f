import { type CommitEvidence, evidenceByCommit, personIdOf } from '../model/evidence-index.ts'
import type { Place } from '../model/location.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Revision } from '../read/record-history.ts'
import type { DatasetItems } from './read-datasets.ts'
import { type RoleBookAt, roleBooks } from './role-book.ts'

/** What the evidence log and the history of the protected branch say, for the rules that need them. */
export interface LoggedHistory {
  /** The records of a verified log that had happened, and been recorded, by the day of the check; in order. */
  readonly records: readonly LogRecord[]
  /** The line of the log that holds a record. @param index place in the log, from 0 */
  placeOf(index: number): Place
  /** How each record came to what it is, oldest first, along the first parents of the protected branch. */
  readonly revisions: ReadonlyMap<string, readonly Revision[]>
  /** Commits of that line, oldest first. */
  readonly commits: readonly string[]
  /** Digest of each record as it is checked, to be compared with its last revision. */
  readonly digests: ReadonlyMap<string, string>
  /** What is in the datasets that rules asked for; see `newestReadings`. */
  readonly readings: readonly DatasetItems[]
}

type OfKind<K extends LogRecord['kind']> = Extract<LogRecord, { readonly kind: K }>
export type MergeRecord = OfKind<'change.merged'>
export type DeploymentRecord = OfKind<'deployment'>
export type UnreviewedRecord = OfKind<'change.unreviewed'>

/** A record of the log with the line it stands on. */
export interface Logged<T extends LogRecord = LogRecord> {
  readonly record: T
  readonly at: Place
}

/** A dataset as it was read last, with the line of the log that says so. */
export interface ReadDataset extends DatasetItems {
  readonly at: Place
}

/** The history with the indexes that rules ask for. */
export interface LogIndex extends Omit<LoggedHistory, 'readings'> {
  readonly readings: readonly ReadDataset[]
  readonly merges: readonly Logged<MergeRecord>[]
  readonly deployments: readonly Logged<DeploymentRecord>[]
  readonly unreviewed: readonly Logged<UnreviewedRecord>[]
  /** Merges by the change requests that they name. */
  readonly mergesOf: ReadonlyMap<string, readonly Logged<MergeRecord>[]>
  /** Deployments by the merge commits that they brought. */
  readonly deploymentsOf: ReadonlyMap<string, readonly Logged<DeploymentRecord>[]>
  readonly byCommit: ReadonlyMap<string, CommitEvidence>
  readonly roleBookAt: RoleBookAt
}

export function indexLog(history: LoggedHistory): LogIndex {
  const logged = <K extends LogRecord['kind']>(kind: K): Logged<OfKind<K>>[] =>
    history.records.flatMap((record) =>
      record.kind === kind ? [{ record: record as OfKind<K>, at: history.placeOf(record.index) }] : [],
    )
  const merges = logged('change.merged')
  const deployments = logged('deployment')
  return {
    ...history,
    merges,
    deployments,
    unreviewed: logged('change.unreviewed'),
    readings: history.readings.map((reading) => ({ ...reading, at: history.placeOf(reading.record.index) })),
    mergesOf: grouped(merges, ({ data }) => data.changeRequests),
    deploymentsOf: grouped(deployments, ({ data }) => data.changes.map(({ mergeSha }) => mergeSha)),
    byCommit: evidenceByCommit(history.records),
    roleBookAt: roleBooks(history),
  }
}

function grouped<T extends LogRecord>(all: readonly Logged<T>[], keysOf: (record: T) => readonly string[]) {
  const groups = new Map<string, Logged<T>[]>()
  for (const logged of all) {
    for (const key of new Set(keysOf(logged.record))) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [logged])
      else group.push(logged)
    }
  }
  return groups
}

/** An approval that counted, with the person behind the account; undefined where People does not know it. */
export interface CountedApproval {
  readonly person: string | undefined
  readonly login: string
  readonly commit: string
  readonly submittedAt: string
}

export function approvalsOf(
  model: Pick<ProgramModel, 'people'>,
  { data }: Pick<MergeRecord, 'data'>,
): CountedApproval[] {
  return data.counted.map(({ id, login, commit, submittedAt }) => {
    return { person: personIdOf(model, { id, login }), login, commit, submittedAt }
  })
}
