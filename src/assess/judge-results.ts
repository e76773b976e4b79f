import type { Day } from '../model/days.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { JudgedRule } from '../rules/define-rule.ts'
import { type AssessmentSettings, assessProgram } from './assess-program.ts'
import { assessmentRules } from './rules/registry.gen.ts'

/** Assesses a program and asks the rules about results, ready to be reported with all others. */
export function judgeResults(
  model: ProgramModel,
  records: readonly LogRecord[],
  asOf: Day,
  settings: AssessmentSettings,
): readonly JudgedRule[] {
  const assessment = assessProgram(model, records, asOf, settings)
  return assessmentRules.map((rule) => ({ ...rule, judged: rule.judge({ model, assessment }) }))
}
