import type { Place } from '../model/location.ts'
import type { DatedRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { Judgement, RuleInfo } from '../rules/define-rule.ts'
import type { Assessment } from './assessment.ts'

/** What a rule about results looks at. */
export interface AssessmentContext {
  readonly model: ProgramModel
  readonly assessment: Assessment
  readonly timezone: string
  /** Everything recorded by the day of the check, in the order of the log. */
  readonly records: readonly DatedRecord[]
  /** The line of the log that holds a record. @param index place in the log, from 0 */
  placeOf(index: number): Place
}

/**
 * A rule about results: it speaks of what the evidence shows, so it can only be asked after the assessment, and the rules
 * about files never see it. Its other words are those of every rule.
 */
export interface AssessmentRule extends RuleInfo {
  judge(context: AssessmentContext): readonly Judgement[]
}

export const defineAssessmentRule = (rule: AssessmentRule): AssessmentRule => rule
