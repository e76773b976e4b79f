import { createHash } from 'node:crypto'
import type { ProgramModel, ProgramRecord } from '../model/program-model.ts'
import type { RecordKind, Risk } from '../model/records.ts'
import { bodyPath } from './read-policy-bodies.ts'
import { readProgram } from './read-program.ts'

/** A commit of the protected branch, as far as a revision table shows it. */
export interface RevisionCommit {
  readonly sha: string
  readonly committedAt: string
  readonly subject: string
}

/** One version of one file, as the history of the repository gives it. */
export interface HistoricFile {
  readonly commit: RevisionCommit
  readonly path: string
  /** undefined where the commit removed the file, or where it cannot be read. */
  readonly bytes: Uint8Array | undefined
  readonly unreadable?: string
}

/** A commit at which a record came, changed or went. */
export interface Revision {
  readonly commit: RevisionCommit
  /** What it was from then on; undefined where it was removed or could not be read. */
  readonly value: HistoricRecord | undefined
  readonly state: 'present' | 'removed' | 'unreadable'
  /** SHA-256 of the record in canonical form (RFC 8785), a policy together with its text; hex. */
  readonly digest: string | undefined
  /** SHA-256 of the text of a policy alone, hex. */
  readonly textDigest?: string
  /** Where it stood in the tree of that commit; undefined where it was removed or could not be read. */
  readonly place?: RevisionPlace
}

export interface RevisionPlace {
  readonly path: string
  /** Line that names it, from 1. */
  readonly line: number
  /** Path of the text of a policy. */
  readonly body?: string
}

export type HistoricRecord = { readonly kind: RecordKind | 'Risk'; readonly data: object }

type FileRecord = HistoricRecord & { readonly line: number; readonly body?: string }

interface FileState {
  readonly records: ReadonlyMap<string, FileRecord>
  readonly readable: boolean
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
/** JSON with the keys of every mapping sorted by code units, as RFC 8785 has it. The reader bounds the depth. */
function canonicalForm(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalForm).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalForm(member)}`).join(',')}}`
}

const isYaml = (path: string): boolean => path.endsWith('.yaml') || path.endsWith('.yml')

/**
 * The revisions of every record, oldest first: the commits at which its canonical form, or the text of a policy, changed.
 * A record is followed by its id (People and Roles, which have none, by their file), so it may move to another file or share one; a change of layout or of comments is none.
 *
 * @param commits the first-parent line of the protected branch, oldest first
 * @param files every version of the program's files on that line; in any order
 */
export function recordHistory(
  commits: readonly RevisionCommit[],
  files: Iterable<readonly HistoricFile[]>,
): ReadonlyMap<string, readonly Revision[]> {
  const changes = changesByCommit(files)
  const state = new Map<string, FileState>()
  const bodies = new Map<string, string>()
  const places = new Map<string, Set<string>>()
  const policiesOfBody = new Map<string, Set<string>>()
  const revisions = new Map<string, Revision[]>()

  const touch = (path: string, next: FileState | undefined, touched: Set<string>) => {
    for (const id of state.get(path)?.records.keys() ?? []) {
      places.get(id)?.delete(path)
      touched.add(id)
    }
    for (const [id, record] of next?.records ?? []) {
      places.set(id, (places.get(id) ?? new Set()).add(path))
      touched.add(id)
      if (record.body !== undefined)
        policiesOfBody.set(record.body, (policiesOfBody.get(record.body) ?? new Set()).add(id))
    }
    if (next === undefined) state.delete(path)
    else state.set(path, next)
  }

  for (const commit of commits) {
    const touched = new Set<string>()
    const here = changes.get(commit.sha) ?? []
    // What leaves a path goes first: another file may arrive there in the same commit.
    for (const { path } of here.filter(({ file }) => file === undefined)) {
      if (isYaml(path)) touch(path, undefined, touched)
      else for (const id of setBody(bodies, path, undefined, policiesOfBody)) touched.add(id)
    }
    for (const { path, file } of here) {
      if (file === undefined) continue
      if (isYaml(path)) touch(path, readState(path, file, state.get(path)), touched)
      else {
        const digest = file.bytes === undefined ? `unreadable ${commit.sha}` : sha256(file.bytes)
        for (const id of setBody(bodies, path, digest, policiesOfBody)) touched.add(id)
      }
    }
    for (const id of touched) {
      const list = revisions.get(id) ?? []
      const next = revisionOf(id, commit, places.get(id), state, bodies)
      const last = list.at(-1)
      if (next.state === 'removed' ? last?.state === 'present' || last?.state === 'unreadable' : isOther(last, next))
        list.push(next)
      if (list.length > 0) revisions.set(id, list)
    }
  }
  return revisions
}

const isOther = (last: Revision | undefined, next: Revision): boolean =>
  last === undefined || last.state !== next.state || last.digest !== next.digest

interface Change {
  readonly path: string
  /** undefined: nothing is at this path from then on. */
  readonly file: HistoricFile | undefined
}

function changesByCommit(files: Iterable<readonly HistoricFile[]>): ReadonlyMap<string, readonly Change[]> {
  const changes = new Map<string, Change[]>()
  const add = (sha: string, change: Change) => {
    const list = changes.get(sha)
    if (list === undefined) changes.set(sha, [change])
    else list.push(change)
  }
  for (const versions of files) {
    let before: string | undefined
    for (const file of versions) {
      const { commit, path, bytes, unreadable } = file
      if (before !== undefined && before !== path) add(commit.sha, { path: before, file: undefined })
      const gone = bytes === undefined && unreadable === undefined
      add(commit.sha, { path, file: gone ? undefined : file })
      before = gone ? undefined : path
    }
  }
  for (const list of changes.values()) list.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return changes
}

function setBody(
  bodies: Map<string, string>,
  path: string,
  digest: string | undefined,
  policiesOfBody: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  if (digest === undefined) bodies.delete(path)
  else bodies.set(path, digest)
  return policiesOfBody.get(path) ?? new Set()
}

/** The records of one version of one file. Where it has faults, ids that it held before are not readable, and not gone. */
function readState(path: string, file: HistoricFile, before: FileState | undefined): FileState {
  const source =
    file.bytes === undefined
      ? { path, unreadable: file.unreadable ?? 'cannot be read', remedy: '' }
      : { path, bytes: file.bytes }
  const { model, problems } = readProgram([source])
  const records = new Map<string, FileRecord>()
  for (const [index, record] of model.records.entries())
    for (const [id, value] of idsOf(record, `${record.kind} ${index} in ${path}`, model))
      if (!records.has(id)) records.set(id, value)
  if (problems.length === 0) return { records, readable: true }
  for (const [id, value] of before?.records ?? []) if (!records.has(id)) records.set(id, { ...value, data: {} })
  return { records, readable: false }
}

function idsOf(
  record: ProgramRecord,
  unnamed: string,
  model: ProgramModel,
): readonly (readonly [string, FileRecord])[] {
  const { kind, value, at } = record
  const { line } = at.locate()
  if (!('id' in value)) return [[unnamed, { kind, data: value, line }]]
  const own = { kind, data: value, line, ...(record.kind === 'Policy' ? { body: bodyPath(record) } : {}) }
  const risks: readonly Risk[] = record.kind === 'RiskRegister' ? record.value.risks : []
  return [
    [value.id, own],
    ...risks.map((risk) => {
      const place = model.risks.get(risk.id)?.at.locate().line ?? line
      return [risk.id, { kind: 'Risk' as const, data: risk, line: place }] as const
    }),
  ]
}

function revisionOf(
  id: string,
  commit: RevisionCommit,
  paths: ReadonlySet<string> | undefined,
  state: ReadonlyMap<string, FileState>,
  bodies: ReadonlyMap<string, string>,
): Revision {
  // Of two records with one id the first by path speaks, as in the program itself.
  const [path] = [...(paths ?? [])].sort()
  const file = path === undefined ? undefined : state.get(path)
  const record = file?.records.get(id)
  if (record === undefined || path === undefined)
    return { commit, value: undefined, state: 'removed', digest: undefined }
  const { kind, data, line, body } = record
  if (Object.keys(data).length === 0) return { commit, value: undefined, state: 'unreadable', digest: undefined }
  const textDigest = body === undefined ? undefined : bodies.get(body)
  const text = body === undefined ? {} : { body: textDigest ?? null }
  return {
    commit,
    value: { kind, data },
    state: 'present',
    digest: sha256(canonicalForm({ record: data, ...text })),
    ...(textDigest === undefined ? {} : { textDigest }),
    place: { path, line, ...(textDigest === undefined || body === undefined ? {} : { body }) },
  }
}
