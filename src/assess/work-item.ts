import type { Day } from '../model/days.ts'
import type { Priority } from './criterion-priority.ts'

/** Kinds of work, the more pressing first; the order is the order of the list within one priority. */
export const workKinds = [
  'key-control-fails',
  'unwatched-deviations',
  'control-fails',
  'compensation-fails',
  'deficiency-not-mended',
  'decision-lapsed',
  'criterion-uncovered',
  'control-not-shown',
  'control-partly-met',
  'evidence-stale',
  'design-incomplete',
  'deficiency-open',
  'control-planned',
] as const

export type WorkKind = (typeof workKinds)[number]

/** Something to be done. */
export interface WorkItem {
  /** That of the most urgent criterion it serves; of a deficiency, its own severity where that is higher. */
  readonly priority: Priority
  readonly kind: WorkKind
  /** Id of the control, criterion, deficiency, exception or decision; undefined where no record is about it. */
  readonly subject: string | undefined
  /** What is wrong, one line; text of people in it is not escaped yet. */
  readonly what: string
  /** What to do, one line. */
  readonly todo: string
  /** Criteria in scope that it touches, in the official order. */
  readonly criteria: readonly string[]
  /** Day of the newest deviation, or on which it was due; undefined where there is none. */
  readonly since: Day | undefined
}
