import type { EvidencePredicate } from '../model/evidence.ts'
import type { LogEntry, VerifiedLog } from './verify-log.ts'

/** A record as later stages read it: what was recorded, with its place and the hash of its line. */
export type PlacedRecord = EvidencePredicate & {
  /** Place in the log, from 0. */
  readonly index: number
  /** RFC 6962 leaf hash, hex. */
  readonly digest: string
}

/** Records of a log in its order, statements of other tools left out. Verify first: nothing is checked here. */
export function placedRecords(log: Pick<VerifiedLog, 'entries'>): readonly PlacedRecord[] {
  return log.entries.map(toPlaced)
}

function toPlaced({ record, index, leafHash }: LogEntry): PlacedRecord {
  return { ...record.predicate, index, digest: leafHash.toString('hex') }
}

/** Record 0; undefined where the log does not begin as one must. */
export function birthOf(log: Pick<VerifiedLog, 'entries'>) {
  const predicate = log.entries[0]?.record.predicate
  return predicate?.kind === 'log.created' ? predicate : undefined
}
