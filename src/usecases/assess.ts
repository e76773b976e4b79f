import { type AssessmentSettings, assessProgram } from '../assess/assess-program.ts'
import type { Assessment } from '../assess/assessment.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import { type Day, dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type LogRecord, toLogRecords } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { type ProgramAtCommit, readProgramAt } from './read-program-at.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface AssessRequest {
  /** Commit that holds the program; default HEAD. */
  readonly revision?: string
  readonly settingsPath?: string
  /** Last day that counts; default today in the time zone of the program. */
  readonly asOf?: Day
  /** A checkpoint to go back to: only the records it covers count. Default: the whole log. */
  readonly checkpoint?: string
}

export interface AssessPorts {
  readonly history: History
  readonly clock: Clock
  /** The log of a repository with these settings. */
  readonly openLog: (settings: Settings) => EvidenceLog
}

export interface AssessedProgram extends ProgramAtCommit {
  readonly assessment: Assessment
  /** The records that count, in the order of the log. */
  readonly log: readonly LogRecord[]
  /** Text of the checkpoint that covers them; undefined where there is no log. */
  readonly checkpoint: string | undefined
  /** Address of the repository that the log is about, as the log has it. */
  readonly repository: string | undefined
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Computes the state of a program from a commit and the evidence log, which is verified first.
 *
 * @throws Refusal (4) where the log is not what was signed and pinned, (3) where it, the commit or a part of the program
 * cannot be read or nobody known signed it. No log at all is an empty one: then nothing is met.
 */
export async function assess(request: AssessRequest, ports: AssessPorts): Promise<AssessedProgram> {
  const read = await readProgramAt(ports.history, request.revision ?? 'HEAD', request.settingsPath)
  const timezone = read.model.programs[0]?.value.timezone ?? 'UTC'
  const asOf = request.asOf ?? dayOf(instantOf(ports.clock.now()), timezone)
  const { log, notes } = await verifiedLog(read.settings, request.checkpoint, ports)
  const checkpoint = request.checkpoint ?? log?.note
  const size = checkpoint === undefined ? 0 : (parseCheckpoint(checkpoint)?.checkpoint.size ?? 0)
  const records = log === undefined ? [] : toLogRecords(log.entries, size)
  const settings: AssessmentSettings = { protectedBranch: read.settings.protectedBranch }
  return {
    ...read,
    assessment: assessProgram(read.model, records, asOf, settings),
    log: records,
    checkpoint,
    repository: log?.entries[0]?.record.subject[0]?.name,
    notes,
  }
}

async function verifiedLog(
  settings: Settings,
  checkpoint: string | undefined,
  { history, openLog }: AssessPorts,
): Promise<{ readonly log: VerifiedLog | undefined; readonly notes: readonly string[] }> {
  // A checkpoint to go back to is held against the log like any other pin.
  const checkpoints = checkpoint === undefined ? [] : [{ source: 'the checkpoint asked for', text: checkpoint }]
  const verified = await verifyEvidence({ ...settings, checkpoints }, { history, log: openLog(settings) })
  const { outcome, why, findings, log } = verified
  if (outcome === 'integrity-failure') {
    const [first] = findings
    const what = first === undefined ? (why ?? 'the log is not intact') : `${first.file}: ${first.message}`
    throw new Refusal(
      exitStatus.integrity,
      `The evidence log cannot be trusted: ${what}`,
      'Run `evidence verify` for all findings; nothing is computed from it.',
    )
  }
  if (outcome === 'verified') return { log, notes: [] }
  if (log?.verification.authenticity === 'unsigned')
    return { log, notes: ['The evidence log is local and not signed: nobody vouches for it.'] }
  if (verified.isAbsent) return { log: undefined, notes: ['There is no evidence log: nothing can be met.'] }
  throw new Refusal(
    exitStatus.notDetermined,
    `The evidence log could not be verified: ${why ?? 'no reason is known'}`,
    'Run `evidence verify` for the details.',
  )
}
