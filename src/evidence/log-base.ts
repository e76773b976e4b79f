import type { LogCreated } from '../model/evidence.ts'
import type { PinCheck } from './check-pins.ts'
import { birthOf } from './log-birth.ts'
import type { LogFinding } from './log-finding.ts'
import type { RightEdge } from './merkle.ts'
import type { LogEntry, LogVerification, VerifiedLog } from './verify-log.ts'

/** Records before the part of a log that was proven. */
interface Unproven {
  readonly keys: ReadonlySet<string>
  readonly hasRotation: boolean
}

/** What an append goes by: a log as it was verified, whole or in its last part. */
export interface LogBase {
  readonly findings: readonly LogFinding[]
  readonly origin: string | null
  readonly mode: LogVerification['mode']
  readonly authenticity: LogVerification['authenticity']
  readonly signedBy: LogVerification['signedBy']
  readonly edge: RightEdge
  /** Text of the checkpoint. */
  readonly note: string
  /** The last segment as stored; may be empty where it is full. */
  readonly lastSegment: Buffer
  /** Record 0, where it was read. */
  readonly birth: LogCreated | undefined
  /** Records that are proven to be in the log, of those with the same key the first. */
  readonly entries: readonly LogEntry[]
  /** What was seen among records that are not proven to be in the log; undefined where all of it was read. */
  readonly unproven: Unproven | undefined
  readonly pins: readonly PinCheck[]
  /** When authorities say that a part of the log existed: checked where all of it was read, else as it is recorded. */
  readonly anchoredAt: readonly string[]
}

/** A log that was read whole, as a base: nothing in it is unproven. */
export function baseOf(log: VerifiedLog): LogBase {
  const { verification, edge, note, lastSegment, entries } = log
  const { findings, origin, mode, authenticity, signedBy, pins, anchors } = verification
  const anchoredAt = anchors.flatMap(({ time }) => time ?? [])
  const read = { edge, note, lastSegment, entries, birth: birthOf(log), unproven: undefined }
  return { findings, origin, mode, authenticity, signedBy, pins, anchoredAt, ...read }
}
