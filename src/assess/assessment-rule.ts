import type { ProgramModel } from '../model/program-model.ts'
import type { Judgement, RuleInfo } from '../rules/define-rule.ts'
import type { Assessment } from './assessment.ts'

/** What a rule about results looks at. */
export interface AssessmentContext {
  readonly model: ProgramModel
  readonly assessment: Assessment
}

/**
 * A rule about results: it speaks of what the evidence shows, so it can only be asked after the assessment, and the rules
 * about files never see it. Its other words are those of every rule.
 */
export interface AssessmentRule extends RuleInfo {
  judge(context: AssessmentContext): readonly Judgement[]
}

export const defineAssessmentRule = (rule: AssessmentRule): AssessmentRule => rule
