import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSeq, LineCounter, parseDocument } from 'yaml'
import { recordsUntil } from '../../src/model/log-record.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import { type HistoricFile, type RevisionCommit, recordHistory } from '../../src/read/record-history.ts'
import type { LoggedHistory } from '../../src/rules/logged-history.ts'
import { type DatasetName, newestReadings, whyNotWhole } from '../../src/rules/read-datasets.ts'
import { digestsOf } from '../../src/usecases/read-logged-history.ts'
import {
  account,
  attestation,
  deployment,
  logCreated,
  logOf,
  merged,
  reading,
  sampleDrawn,
  scan,
  sha,
  type Unplaced,
  unreviewed,
} from './log-builder.ts'

/** One row of a fixture's `log.yaml`. */
interface LogRow {
  readonly merged?: number
  readonly direct?: string
  readonly deployed?: string
  /** A dataset that was read, with what is in it; fields that a case is not about have their defaults. */
  readonly read?: DatasetName
  readonly items?: readonly object[]
  /** Name of a scan. */
  readonly scanned?: string
  /** A statement about a requirement, for two days. */
  readonly attested?: string
  readonly covers?: readonly [string, string]
  /** Control of which a sample was drawn. */
  readonly sampled?: string
  /** That the log is signed and began. */
  readonly begun?: 'signed'
  /** The run that recorded it. */
  readonly run?: string
  readonly result?: 'pass' | 'fail' | 'not-determined' | 'none'
  readonly redactions?: number
  readonly at: string
  /** When it was recorded; default: when it happened. */
  readonly recorded?: string
  /** Logins with the moment at which they approved; without it the two of the builder. */
  readonly approvals?: Readonly<Record<string, string>>
  /** Pull requests that a deployment brought, or names of commits that came without one. */
  readonly brings?: readonly (number | string)[]
  /** Anything else of the record's data. */
  readonly with?: object
}

/**
 * The log and the history of a rule's fixture: `log.yaml` has a row a record, and finding marks stand on its lines;
 * `history/<nn> <name>/` has the files as a commit left them, where the commit is named `merge 26` or `commit x`.
 */
export function loggedFixture(
  folder: string,
  head: readonly SourceFile[],
  asOf: string,
  filesBelow: (folder: string) => readonly SourceFile[],
): LoggedHistory | undefined {
  const path = join(folder, 'log.yaml')
  if (!existsSync(path)) return undefined
  const counter = new LineCounter()
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: counter })
  if (document.errors.length > 0 || !isSeq(document.contents)) throw new Error(`${path} is no list of records`)
  const rows = document.toJS() as readonly LogRow[]
  const itemsOf = (index: number) =>
    (rows[index]?.items ?? []).map((item) => ({ ...defaults[rows[index]?.read ?? ''], ...item }))
  const lines = document.contents.items.map((item) => counter.linePos(item.range[0]).line)
  const records = recordsUntil(logOf(...rows.map(toRecord)), asOf, 'UTC').map(({ record }) => record)
  const placeOf = (index: number) => {
    const line = lines[index] ?? 1
    return { file: 'log.yaml', locate: () => ({ file: 'log.yaml', line, column: 1, endLine: line, endColumn: 1 }) }
  }
  const readings = newestReadings(records, new Set(['access-list', 'tokens', 'leavers'])).map((record) => {
    const why = whyNotWhole(record)
    return { record, items: why === undefined ? itemsOf(record.index) : undefined, why }
  })
  return { records, placeOf, ...lineIn(join(folder, 'history'), filesBelow), digests: digestsOf(head), readings }
}

const defaults: Readonly<Record<string, object>> = {
  'access-list': {
    ...{ role: 'member', scope: null, kind: 'person', status: 'active', privileged: false, mfa: true },
    ...{ createdAt: null, lastUsedAt: null },
  },
  tokens: {
    ...{ name: null, account: null, role: null, kind: 'api-token', createdAt: null, lastUsedAt: null },
    ...{ expiresAt: null, status: 'active' },
  },
  leavers: { accounts: [] },
}

function toRecord(row: LogRow, index: number): Unplaced {
  const { run, result, redactions } = row
  const record = toPlainRecord(row, index)
  return {
    ...record,
    ...(run === undefined ? {} : { producer: { ...record.producer, run } }),
    ...(result === undefined ? {} : { result }),
    ...(redactions === undefined ? {} : { redactions }),
  }
}

function toPlainRecord(
  { merged: pull, direct, deployed, at: happened, recorded, approvals, brings, with: over, ...row }: LogRow,
  index: number,
): Unplaced {
  const when = { at: happened, ...(recorded === undefined ? {} : { recordedAt: recorded }) }
  if (row.begun !== undefined) {
    const record = logCreated(when)
    return { ...record, data: { ...record.data, mode: row.begun } } as Unplaced
  }
  if (row.read !== undefined) {
    const count = row.items?.length ?? 0
    return reading(`${row.read} ${index}`, when, { dataset: row.read, count, total: count, ...over })
  }
  if (row.scanned !== undefined) return scan(row.scanned, when, { ...over })
  if (row.attested !== undefined)
    return attestation(row.attested, row.covers ?? ['2026-01-01', '2026-03-31'], when, { ...over })
  if (row.sampled !== undefined) return sampleDrawn(`${row.sampled} ${index}`, when, { control: row.sampled, ...over })
  if (pull !== undefined) {
    const given = Object.entries(approvals ?? {}).map(([login, submittedAt], index) => {
      return { ...account(login, `${index + 101}`), reviewId: `${index + 1}`, commit: sha(`head ${pull}`), submittedAt }
    })
    return merged(pull, when, { ...(approvals === undefined ? {} : { counted: given }), ...over })
  }
  if (direct !== undefined) return unreviewed(sha(direct), when, over)
  if (deployed === undefined) throw new Error('a row is of no kind that is known')
  const changes = (brings ?? []).map((name) =>
    typeof name === 'number'
      ? { pull: name, mergeSha: sha(`merge ${name}`), verdict: 'approved' as const, approvers: [] }
      : { pull: null, mergeSha: sha(name), verdict: 'not-determined' as const, approvers: [] },
  )
  return deployment(deployed, when, { changes, ...over })
}

function lineIn(folder: string, filesBelow: (folder: string) => readonly SourceFile[]) {
  const versions = new Map<string, HistoricFile[]>()
  const commits: RevisionCommit[] = []
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const commit = { sha: sha(name.replace(/^\d+ /, '')), committedAt: '2026-01-01T00:00:00Z', subject: name }
    commits.push(commit)
    const files = new Map(filesBelow(join(folder, name)).map((file) => [file.path, file]))
    for (const path of new Set([...versions.keys(), ...files.keys()])) {
      const file = files.get(path)
      const bytes = file !== undefined && 'bytes' in file ? file.bytes : undefined
      const list = versions.get(path) ?? []
      const before = list.at(-1)?.bytes
      const same =
        bytes === undefined ? before === undefined : before !== undefined && Buffer.from(bytes).equals(before)
      if (!same) list.push({ commit, path, bytes })
      versions.set(path, list)
    }
  }
  return { commits: commits.map(({ sha }) => sha), revisions: recordHistory(commits, versions.values()) }
}
