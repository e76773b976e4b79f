import { type Day, dayOf } from '../model/days.ts'
import { type CommitEvidence, evidenceByCommit } from '../model/evidence-index.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type LogRecord, toLogRecords } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import type { HistoryCommit } from '../ports/history.ts'
import { policyTexts } from '../read/policy-texts.ts'
import { programEndings } from '../read/read-program.ts'
import { type Revision, recordHistory } from '../read/record-history.ts'
import type { AssessPorts } from './assess.ts'
import { tipOf } from './evidence-trust.ts'
import { type ProgramAtCommit, readProgramAt } from './read-program-at.ts'
import { readVerifiedLog } from './read-verified-log.ts'

/** A program at a commit, with how each of its records came to what it is. */
export interface ProgramWithHistory extends ProgramAtCommit {
  /** First parents, oldest first. */
  readonly commits: readonly HistoryCommit[]
  readonly history: ReadonlyMap<string, readonly Revision[]>
  readonly textOf: (digest: string) => string | undefined
  readonly log: readonly LogRecord[]
  readonly evidence: ReadonlyMap<string, CommitEvidence>
  /** Day on which a commit reached the branch, in the time zone of the program: by the log where that knows, else as git says. */
  readonly onBranch: (commit: Pick<HistoryCommit, 'sha' | 'committedAt'>) => Day
  readonly timezone: string
  readonly notes: readonly string[]
}

/**
 * Reads a program and its history from a commit, and the evidence log that says who approved what.
 *
 * @throws Refusal as `readProgramAt` and `readVerifiedLog`, and (3) for a shallow clone: versions would be missing without a
 * trace
 */
export async function readHistoryAt(revision: string, ports: AssessPorts): Promise<ProgramWithHistory> {
  if (await ports.history.isShallow())
    throw new Refusal(
      exitStatus.notDetermined,
      'This clone is shallow, so earlier versions of the records are not here',
      'Fetch all of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.',
    )
  const program = await readProgramAt(ports.history, revision)
  const { settings, commit, model } = program
  const [commits, versions, tip] = await Promise.all([
    ports.history.firstParent(commit),
    ports.history.versionsBelow(commit, settings.programFolder, programEndings),
    tipOf(ports.history, settings.protectedBranch),
  ])
  const read = await readVerifiedLog(settings, undefined, { history: ports.history, log: ports.openLog(settings) })
  const log = read.log === undefined ? [] : toLogRecords(read.log.entries, read.log.edge.size)
  const evidence = evidenceByCommit(log)
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const isProtected = tip !== undefined && (await ports.history.firstParent(tip)).some(({ sha }) => sha === commit)
  const astray = `${settings.protectedBranch} was never at commit ${commit.slice(0, 12)}, so its text may not have been reviewed.`
  return {
    ...program,
    commits,
    history: recordHistory(commits, versions.values()),
    textOf: policyTexts(versions),
    log,
    evidence,
    onBranch: ({ sha, committedAt }) => {
      const found = evidence.get(sha)
      return dayOf(found?.kind === 'merged' ? found.record.data.mergedAt : committedAt, timezone)
    },
    timezone,
    notes: [
      ...(isProtected ? [] : [astray]),
      ...(read.log === undefined ? ['There is no evidence log: who approved is not determined.'] : read.notes),
    ],
  }
}
