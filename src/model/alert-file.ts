import type { Located, Location, Place, RecordPath } from './location.ts'
import type { Problem } from './problem.ts'

/** An alerting rule of Prometheus; of its labels those that are written, as text. */
export interface Alert {
  readonly name: string
  /** Labels of the group and of the rule, where those of the rule win. */
  readonly labels: ReadonlyMap<string, string>
  /** Path of each label from the place of the group. */
  readonly labelPaths: ReadonlyMap<string, RecordPath>
  /** Path of the rule from the place of its group. */
  readonly path: RecordPath
}

export interface AlertFault {
  /** What is wrong, one sentence without a full stop. */
  readonly what: string
  readonly at: Location
}

/** A file of alerting rules: one that a Monitoring record names, or one that lies among the records unnamed. */
export interface AlertFile {
  readonly path: string
  /** Where records name it. */
  readonly named: readonly { readonly at: Place; readonly path: RecordPath }[]
  readonly content:
    | {
        readonly kind: 'read'
        /** With the place of the group. */
        readonly alerts: readonly Located<Alert>[]
        /** What Prometheus would refuse. */
        readonly faults: readonly AlertFault[]
      }
    | { readonly kind: 'unreadable'; readonly problem: Problem }
    /** What is wrong with it is among the problems of the program already. */
    | { readonly kind: 'reported' }
    | { readonly kind: 'missing' }
    /** It lies outside the program folder, and nobody read it. */
    | { readonly kind: 'not-given' }
}
