import type { DatedRecord } from '../model/log-record.ts'
import type { Stretch } from './audit-coverage.ts'
import type { Basis } from './basis.ts'
import type { Correction } from './corrections.ts'

/** What every requirement is judged against. */
export interface EvidenceBasis {
  readonly basis: Basis
  readonly timezone: string
  /** Everything recorded by the as-of day, in the order of the log. */
  readonly records: readonly DatedRecord[]
  /** Time in which audits looked at the protected branch. */
  readonly audited: readonly Stretch[]
  /** By the place in the log of what they correct. */
  readonly corrections: ReadonlyMap<number, Correction>
}
