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
