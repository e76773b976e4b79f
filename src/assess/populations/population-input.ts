import type { Day } from '../../model/days.ts'
import type { LogRecord } from '../../model/log-record.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { DatasetReading } from '../dataset-readings.ts'
import type { BranchCommit } from './place-commits.ts'

/** Everything populations are counted from. The same input gives the same populations, in whatever order it came. */
export interface PopulationInput {
  readonly model: ProgramModel
  /** The records that the checkpoint covers, in the order of the log. */
  readonly log: readonly LogRecord[]
  /** First-parent commits of the protected branch, oldest first; complete. */
  readonly commits: readonly BranchCommit[]
  readonly branch: string
  /** First and last day, in the time zone. */
  readonly from: Day
  readonly to: Day
  readonly timezone: string
  /** Items of a reading, read from the log and held against its digest; undefined where they are not known. */
  readonly itemsOf: (reading: DatasetReading) => readonly object[] | undefined
}
