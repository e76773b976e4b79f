import { type AssessmentSettings, assessProgram, onlyProgram } from '../assess/assess-program.ts'
import type { Assessment } from '../assess/assessment.ts'
import { type AskedReading, chooseReading } from '../assess/choose-reading.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { type Day, dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type LogRecord, toLogRecords } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { type ProgramAtCommit, readProgramAt } from './read-program-at.ts'
import { readVerifiedLog } from './read-verified-log.ts'

export interface AssessRequest {
  /** Commit that holds the program; default HEAD. */
  readonly revision?: string
  readonly settingsPath?: string
  /** Last day that counts; default today in the time zone of the program. */
  readonly asOf?: Day
  /** Another type or period than the Program names, for this reading only. */
  readonly reading?: AskedReading
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
  /** Commit that holds the log; undefined where there is none. */
  readonly logCommit: string | undefined
  /** Address of the repository that the log is about, as the log has it. */
  readonly repository: string | undefined
  /** What a reader must know, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Computes the state of a program from a commit and the evidence log, which is verified first.
 *
 * @throws Refusal (4) where the log is not what was signed and pinned, (3) where it, the commit or a part of the program
 * cannot be read or nobody known signed it, (2) where the reading that is asked for makes no sense. No log at all is an empty one: then nothing is met.
 */
export async function assess(request: AssessRequest, ports: AssessPorts): Promise<AssessedProgram> {
  const read = await readProgramAt(ports.history, request.revision ?? 'HEAD', request.settingsPath)
  const timezone = read.model.programs[0]?.value.timezone ?? 'UTC'
  const asOf = request.asOf ?? dayOf(instantOf(ports.clock.now()), timezone)
  const chosen = chooseReading(request.reading ?? {}, onlyProgram(read.model), asOf)
  if (chosen.kind === 'refused') throw new Refusal(exitStatus.usage, chosen.what, chosen.remedy)
  const evidence = { history: ports.history, log: ports.openLog(read.settings) }
  const { log, commit: logCommit, notes } = await readVerifiedLog(read.settings, request.checkpoint, evidence)
  const checkpoint = request.checkpoint ?? log?.note
  const size = checkpoint === undefined ? 0 : (parseCheckpoint(checkpoint)?.checkpoint.size ?? 0)
  const records = log === undefined ? [] : toLogRecords(log.entries, size)
  const other = chosen.kind === 'other' ? chosen : undefined
  const settings: AssessmentSettings = {
    protectedBranch: read.settings.protectedBranch,
    ...(other === undefined ? {} : { reading: other.reading }),
  }
  return {
    ...read,
    assessment: assessProgram(read.model, records, asOf, settings),
    log: records,
    checkpoint,
    logCommit,
    repository: log?.entries[0]?.record.subject[0]?.name,
    notes: other === undefined ? notes : [...notes, other.note],
  }
}
