import type { DatedRecord } from '../model/log-record.ts'
import type { Correction } from './corrections.ts'
import type { Interval } from './expected-intervals.ts'
import type { Standing } from './record-standing.ts'

/** A record that a requirement speaks of. */
export interface Candidate extends DatedRecord {
  /** The days it is evidence for. */
  readonly covers: Interval
  readonly standing: Standing
  readonly correction: Correction | undefined
}

/** A statement that nothing proves to be of the person it names; the requirement says whether it counts. */
export const isClaimed = ({ record }: Candidate): boolean =>
  record.kind === 'attestation' && record.data.standing !== 'proven'
