import { sha256Hex } from '../evidence/attachments.ts'
import { canonicalJson } from '../evidence/canonical-json.ts'
import { dayOf, instantOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { type LogRecord, toLogRecords } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import type { LogSource } from '../report/describe-source.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'
import { type ProgramAtCommit, readProgramAt } from './read-program-at.ts'
import { readVerifiedLog } from './read-verified-log.ts'

/** Program and log, read and verified, for those who ask something of both. */
export interface AskedLog extends ProgramAtCommit {
  readonly records: readonly LogRecord[]
  readonly source: LogSource
  readonly timezone: string
  readonly asOf: string
  /** When the newest record was recorded, UTC: the moment that the log speaks for. */
  readonly checkpointAt: string
  readonly notes: readonly string[]
}

/**
 * Reads the program of a commit and the log, verified first.
 *
 * @throws Refusal (4) where the log is not what was signed and pinned, (3) where there is none or it cannot be read
 */
export async function readAskedLog(request: AssessRequest, ports: AssessPorts): Promise<AskedLog> {
  const read = await readProgramAt(ports.history, request.revision ?? 'HEAD', request.settingsPath)
  const timezone = read.model.programs[0]?.value.timezone ?? 'UTC'
  const evidence = { history: ports.history, log: ports.openLog(read.settings) }
  const { log, commit, notes } = await readVerifiedLog(read.settings, request.checkpoint, evidence)
  const last = log?.entries.at(-1)
  if (log === undefined || commit === undefined || last === undefined)
    throw new Refusal(exitStatus.notDetermined, 'There is no evidence log to ask', 'Record something first.')
  const { origin, size, root, authenticity } = log.verification
  return {
    ...read,
    records: toLogRecords(log.entries, size),
    source: {
      origin: origin ?? '',
      size,
      root,
      commit,
      standing: authenticity === 'signed' ? 'verified' : 'not signed',
    },
    timezone,
    asOf: request.asOf ?? dayOf(instantOf(ports.clock.now()), timezone),
    checkpointAt: last.record.predicate.recordedAt,
    notes,
  }
}

/** SHA-256 in hex over the rows of a list, each as one canonical JSON line: whoever has the rows can compute it again. */
export const digestOfRows = (rows: readonly (readonly string[])[]): string =>
  sha256Hex(rows.map((row) => `${canonicalJson(row)}\n`).join(''))
