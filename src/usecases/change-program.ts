import { exitStatus } from '../model/exit-status.ts'
import { printLocation } from '../model/location.ts'
import { Refusal } from '../model/refusal.ts'
import type { CheckReport, ReportItem } from '../report/check-report.ts'
import { type CheckPorts, type CheckRequest, type CheckRun, check } from './check.ts'
import { overlayFiles } from './overlay-files.ts'
import type { SourceText } from './source-text.ts'

/** A file as a command would leave it. */
export interface FileChange {
  readonly path: string
  /** As it was read; undefined for a new file. */
  readonly before: SourceText | undefined
  readonly text: string
}

/** What a command would change in the program, and what the check says to it. Nothing is written yet. */
export interface ProgramChange {
  readonly changes: readonly FileChange[]
  /** The check of the program with the changes. */
  readonly after: CheckRun
  /** What the change brings that was not there before. */
  readonly brought: readonly ReportItem[]
  /** What was there before and is gone. */
  readonly mended: readonly ReportItem[]
  /** What could be determined before, or was not asked, and now cannot be. */
  readonly open: CheckReport['notDetermined']
}

/** The program before a change. @throws Refusal where its settings have a mistake: then nobody knows where it lies */
export async function checkBefore(request: CheckRequest, ports: CheckPorts): Promise<CheckRun> {
  const run = await check(request, ports)
  const [first] = run.report.items
  if (run.status !== exitStatus.usage || first === undefined) return run
  const what = `${printLocation(first.at)} ${first.message}`
  throw new Refusal(exitStatus.usage, what, first.remedy)
}

/** Checks the program as it would be, as of the day of the check before. */
export async function judgeChange(
  request: CheckRequest,
  before: CheckRun,
  changes: readonly FileChange[],
  ports: CheckPorts,
): Promise<ProgramChange> {
  const real = changes.filter(({ before: old, text }) => old?.text !== text)
  const made = real.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }))
  const files = overlayFiles(ports.files, made)
  const after = await check({ ...request, asOf: before.report.asOf }, { ...ports, files })
  return {
    changes: real,
    after,
    brought: without(after.report.items, before.report.items),
    mended: without(before.report.items, after.report.items),
    open: without(after.report.notDetermined, before.report.notDetermined),
  }
}

/**
 * Writes the changes: new files first, where nothing that is there is replaced, then those that are edited; each of the two
 * whole or not at all.
 * @throws Refusal where a file is no longer what was read
 */
export async function writeChange({ changes }: Pick<ProgramChange, 'changes'>, { files }: Pick<CheckPorts, 'files'>) {
  const plan = changes.map(({ path, text, before }) => ({
    path,
    text,
    ...(before === undefined ? {} : { was: before.bytes }),
  }))
  const [added, edited] = [plan.filter(({ was }) => was === undefined), plan.filter(({ was }) => was !== undefined)]
  if (added.length > 0) await files.write(added, { overwrite: false })
  if (edited.length > 0) await files.write(edited, { overwrite: true })
}

type Comparable = ReportItem | CheckReport['notDetermined'][number]

/** What is in one list more often than in another. Places move when lines are added, so they are not compared. */
function without<T extends Comparable>(list: readonly T[], taken: readonly T[]): T[] {
  const key = (item: Comparable) =>
    JSON.stringify(
      'code' in item ? [item.code, item.severity, item.at.file, item.message] : [item.rule, item.resource, item.why],
    )
  const left = new Map<string, number>()
  for (const item of taken) left.set(key(item), (left.get(key(item)) ?? 0) + 1)
  return list.filter((item) => {
    const count = left.get(key(item)) ?? 0
    left.set(key(item), count - 1)
    return count <= 0
  })
}
