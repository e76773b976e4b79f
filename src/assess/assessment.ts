import type { Category } from '../model/criteria.ts'
import type { Day } from '../model/days.ts'
import type { DesignAssessment } from './assess-design.ts'
import type { Basis } from './basis.ts'
import type { Freshness } from './freshness.ts'
import type { Remediation } from './remediation.ts'
import type { WorkItem } from './work-item.ts'

export type ControlState = 'met' | 'partially-met' | 'not-met' | 'not-evaluated' | 'not-applicable'

/** An item of the population that broke a control, or proof that did not come in time. */
export interface Deviation {
  /** undefined where no control of the program looks at it. */
  readonly control: string | undefined
  readonly requirement: string | undefined
  readonly kind: 'failed' | 'unexpected' | 'late' | 'overdue'
  /** One line for a person; text of people in it is not escaped yet. */
  readonly what: string
  /** Day on which it happened or was due. */
  readonly day: Day
  /** Place in the log; undefined where the deviation is that there is no record. */
  readonly record: number | undefined
}

/** What was expected between two days, both included, and what is there. */
export interface Occurrence {
  readonly from: Day
  readonly to: Day
  /** Last day on which the record is in time. */
  readonly due: Day
  readonly state: 'met' | 'not-met' | 'late' | 'overdue' | 'pending'
  readonly records: readonly number[]
}

export interface RequirementAssessment {
  readonly id: string
  readonly title: string
  /** records: from the log. manual: a statement of a person. */
  readonly source: 'records' | 'manual'
  /** What is asked for, as words. */
  readonly wanted: string
  readonly state: 'met' | 'not-met' | 'missing'
  /** Why, one line. */
  readonly why: string
  /** Places in the log of the records that were looked at. */
  readonly records: readonly number[]
  readonly occurrences: readonly Occurrence[]
  /** The occurrences, counted. */
  readonly counts: OccurrenceCounts
  readonly deviations: readonly Deviation[]
}

export interface ControlAssessment {
  readonly id: string
  readonly state: ControlState
  readonly why: string
  /** Whether it counts in the score. */
  readonly counted: boolean
  /** Whether it supports a criterion at all: planned and retired controls support nothing. */
  readonly supports: boolean
  readonly design: DesignAssessment
  readonly operation: OperationAssessment
  readonly requirements: readonly RequirementAssessment[]
  readonly deviations: readonly Deviation[]
  /** Exceptions in force. They leave every failure visible; a waived control is never met. */
  readonly waivedBy: readonly { readonly id: string; readonly untilDay: Day }[]
  /** Controls that exceptions in force name to limit the risk meanwhile, with their own state. */
  readonly compensations: readonly Compensation[]
}

export interface CriterionAssessment {
  readonly id: string
  readonly state: ControlState
  readonly why: string
  /** Controls that name it, retired ones left out, sorted. */
  readonly controls: readonly string[]
  /** Whether an operating control serves it. */
  readonly covered: boolean
  readonly applicability: 'applicable' | 'not-applicable' | 'inherited'
  /** Id of the decision about its applicability, if there is one. */
  readonly decision: string | undefined
  /** Who the decision says approved it: a claim until the log shows it. */
  readonly approvalClaimedBy: string | undefined
  /** Day by which the decision is to be looked at again. */
  readonly reviewBy: Day | undefined
  /** Its controls that count in the score, by state. */
  readonly tally: Tally
}

export interface Tally {
  readonly met: number
  readonly partiallyMet: number
  readonly notMet: number
  readonly notEvaluated: number
  /** Sum of the four above. */
  readonly applicable: number
  readonly notApplicable: number
}

export type Band = 'audit ready' | 'good' | 'needs work' | 'at risk'

/** What the score is made of in one Trust Services Category; a control that serves two is counted in both. */
export interface CategoryScore {
  readonly category: Category
  /** Tenths of a percent, rounded down; undefined: nothing to count. */
  readonly tenths: number | undefined
  readonly controls: Tally
  readonly criteria: Tally
  readonly criteriaCovered: number
  readonly requirementsMet: number
  readonly requirements: number
  readonly deviations: number
}

export interface Score {
  /** Tenths of a percent, rounded down: 945 is 94.5 %. undefined: not computable, there is nothing to count. */
  readonly tenths: number | undefined
  readonly band: Band | undefined
  /** Why it is not audit ready; empty only when it is. */
  readonly blockers: readonly string[]
  readonly controls: Tally
  readonly criteria: Tally
  readonly criteriaCovered: number
  readonly requirementsMet: number
  readonly requirements: number
  /**
   * How old the evidence of the controls in use is. stale: of what is expected by the calendar or all the time. noNewerEvent:
   * of what is expected when something happens, which may not have happened again.
   */
  readonly evidence: {
    readonly fresh: number
    readonly stale: number
    readonly noNewerEvent: number
    readonly never: number
  }
  readonly exceptionsInForce: number
  readonly deviations: number
  /** Controls in use whose design is not complete. */
  readonly designsIncomplete: number
  /** In the official order. */
  readonly categories: readonly CategoryScore[]
}

export interface Assessment {
  readonly basis: Basis
  /** What a reader has to know of the time that is looked at, one sentence each. */
  readonly notes: readonly string[]
  /** Every control of the program, by id. */
  readonly controls: ReadonlyMap<string, ControlAssessment>
  /** Every criterion of the categories in scope, in the official order. */
  readonly criteria: ReadonlyMap<string, CriterionAssessment>
  /** All of them, those that no control looks at included; newest first. */
  readonly deviations: readonly Deviation[]
  /** What became of every deficiency that was known on the day, by id. */
  readonly remediations: ReadonlyMap<string, Remediation>
  /** How old the newest evidence of each requirement of the controls in use is. */
  readonly freshness: readonly Freshness[]
  /** What to do first, first. */
  readonly priorities: readonly WorkItem[]
  readonly score: Score
}

/** Expected occurrences of a period, counted. */
export interface OccurrenceCounts {
  readonly expected: number
  readonly inTime: number
  readonly late: number
  /** Nothing came, and its day is past. */
  readonly missing: number
  /** Something came that is not as it should be. */
  readonly failed: number
  /** Not due yet. */
  readonly pending: number
  /** Those with evidence, good or bad, in time or late. */
  readonly covered: number
  /** Tenths of a percent of those that were due, rounded down; undefined where none was due. */
  readonly coveredTenths: number | undefined
}

/**
 * Whether a control operated.
 *
 * judged: over a period (Type II). not-judged: at a date (Type I), where the question is only whether the control was there:
 * one record that shows it, of each requirement, is enough.
 */
export type OperationAssessment =
  | {
      readonly kind: 'judged'
      readonly state: 'as-expected' | 'with-deviations' | 'not-shown'
      readonly why: string
      readonly counts: OccurrenceCounts
    }
  | {
      readonly kind: 'not-judged'
      readonly why: string
      /** Requirements of which a record in the window shows that the control was there on the day. */
      readonly shown: readonly { readonly requirement: string; readonly record: number | undefined }[]
      /** Requirements that nothing shows. */
      readonly notShown: readonly string[]
    }

/** A control that is named to limit the risk while another is excepted. It never makes up for what failed. */
export interface Compensation {
  /** The exception that names it. */
  readonly exception: string
  readonly untilDay: Day
  /** The control that is to limit the risk. */
  readonly control: string
  /** Its own state; undefined where there is no such control. */
  readonly state: ControlState | undefined
  /** Why it is in that state, one line. */
  readonly why: string
  /** Whether it supports anything: it is in use and its evidence shows it. */
  readonly works: boolean
}
