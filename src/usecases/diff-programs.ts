import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { parsePin } from '../evidence/pin.ts'
import { approvalOfCommit } from '../model/commit-approval.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import type { NamedVersion, ProgramDiff } from '../report/print-program-diff.ts'
import { type ChangeSource, programChanges } from '../report/program-diff.ts'
import type { AssessPorts } from './assess.ts'
import { type ProgramWithHistory, readHistoryAt } from './read-history-at.ts'

/** How a version is named: as somebody wrote it, or by the text of a file. */
export type VersionName =
  | { readonly kind: 'name'; readonly name: string }
  /** Text of a PIN file or of a checkpoint. */
  | { readonly kind: 'file'; readonly name: string; readonly text: string }

export interface DiffRequest {
  readonly from: VersionName
  readonly to: VersionName
  /** Only these records, by id; all where it is empty. */
  readonly records: readonly string[]
  /** Commit whose first parents are the branch; default HEAD. */
  readonly revision?: string
}

/**
 * What changed in the records of a program between two versions, in words, with the pull requests that brought it.
 *
 * @throws Refusal as `readHistoryAt`, (2) where a version names nothing, (3) where it names a day or a checkpoint before the
 * branch began
 */
export async function diffPrograms(request: DiffRequest, ports: AssessPorts): Promise<ProgramDiff> {
  const read = await readHistoryAt(request.revision ?? 'HEAD', ports)
  const [from, to] = [await versionOf(request.from, read, ports), await versionOf(request.to, read, ports)]
  const [before, after] = [await modelAt(from, read, ports), await modelAt(to, read, ports)]
  const [start, end] = [placeOf(from, read), placeOf(to, read)]
  const notes: string[] = [...read.notes]
  const isOnBranch = start !== -1 && end !== -1
  if (!isOnBranch)
    notes.push('One of the two was never on the branch: by which pull requests they differ is not determined.')
  if (isOnBranch && start > end)
    notes.push('The first is the later one: what was added between them is told as removed.')
  for (const { version, problems } of [
    { version: from, problems: before.problems },
    { version: to, problems: after.problems },
  ])
    if (problems > 0)
      notes.push(
        `${problems} problems at ${version.name}: what stands in those files is not compared. Run \`check\` there.`,
      )
  const inSpan = new Set(read.commits.slice(Math.min(start, end) + 1, Math.max(start, end) + 1).map(({ sha }) => sha))
  const sourcesOf = (keys: readonly string[]): readonly ChangeSource[] => {
    const revisions = keys.flatMap((key) => read.history.get(key) ?? [])
    const commits = new Map(revisions.map(({ commit }) => [commit.sha, commit]))
    return [...commits.values()]
      .filter(({ sha }) => isOnBranch && inSpan.has(sha))
      .map((commit) => {
        const approval = approvalOfCommit(commit.sha, read.evidence, read.model)
        return { commit: commit.sha, day: read.onBranch(commit), title: approval.title ?? commit.subject, approval }
      })
  }
  const all = programChanges(before.model, after.model, sourcesOf)
  const wanted = new Set(request.records)
  const changes = all.filter(
    ({ id, from: was }) => wanted.size === 0 || wanted.has(id) || (was !== null && wanted.has(was)),
  )
  for (const id of wanted)
    if (!isThere(id, before.model) && !isThere(id, after.model)) notes.push(`Neither of the two has a record ${id}.`)
  return { from, to, changes, notes, isWhole: before.problems + after.problems === 0 }
}

const isThere = (id: string, { declaredIds, malformedIds }: ProgramModel): boolean =>
  malformedIds.has(id) || declaredIds.some((one) => one.id === id)

const placeOf = ({ commit }: NamedVersion, { commits }: ProgramWithHistory): number =>
  commits.findIndex(({ sha }) => sha === commit)

async function modelAt({ commit }: NamedVersion, { settings }: ProgramWithHistory, { history }: AssessPorts) {
  const { model, problems } = readProgram(await history.filesAt(commit, settings.programFolder, programEndings))
  return { model, problems: problems.length }
}

async function versionOf(wanted: VersionName, read: ProgramWithHistory, ports: AssessPorts): Promise<NamedVersion> {
  const { name } = wanted
  if (wanted.kind === 'file') {
    const pin = parsePin(wanted.text)
    const note = pin === undefined ? parseCheckpoint(wanted.text) : undefined
    if (pin !== undefined) return { name, commit: await resolved(pin.sourceCommit, name, ports) }
    if (note !== undefined) return { name, commit: commitAtSize(note.checkpoint.size, name, read) }
    throw new Refusal(exitStatus.usage, `${name.slice(0, 200)} is neither a PIN nor a checkpoint`, 'Name another file.')
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) return { name, commit: commitOnDay(name, read) }
  const size = /^checkpoint:(\d{1,12})$/.exec(name)?.[1]
  if (size !== undefined) return { name, commit: commitAtSize(Number(size), name, read) }
  return { name, commit: await resolved(name, name, ports) }
}

async function resolved(revision: string, name: string, { history }: AssessPorts): Promise<string> {
  const commit = await history.resolve(revision)
  if (commit !== undefined) return commit
  throw new Refusal(
    exitStatus.usage,
    `${name.slice(0, 200)} names no version`,
    'Name a commit, a day (YYYY-MM-DD), `checkpoint:SIZE`, or the path of a PIN or checkpoint file.',
  )
}

/** The last commit that was on the branch at the end of a day. Where the log has a day for a commit, git cannot say another. */
function commitOnDay(day: string, { commits, evidence, onBranch }: ProgramWithHistory): string {
  const later = commits.findIndex((commit) => evidence.get(commit.sha)?.kind === 'merged' && onBranch(commit) > day)
  const until = later === -1 ? commits : commits.slice(0, later)
  const found = until.findLast((commit) => onBranch(commit) <= day)
  return found?.sha ?? refuseBefore(day)
}

/** The last commit of the branch that the first records of the log speak of. */
function commitAtSize(size: number, name: string, { commits, log }: ProgramWithHistory): string {
  const named = new Set<string>()
  for (const record of log) {
    if (record.index >= size) continue
    if (record.kind === 'log.created') named.add(record.data.baseline)
    if (record.kind === 'change.merged') for (const sha of [...record.data.landed, record.data.mergeSha]) named.add(sha)
    if (record.kind === 'change.unreviewed') named.add(record.data.commit)
    if (record.kind === 'audit.window') named.add(record.data.to)
  }
  return commits.findLast(({ sha }) => named.has(sha))?.sha ?? refuseBefore(name)
}

function refuseBefore(name: string): never {
  throw new Refusal(
    exitStatus.notDetermined,
    `The branch had no commit yet at ${name}`,
    'Name a later day, or a commit.',
  )
}
