import type { Day } from '../model/days.ts'
import { recordsUntil } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { JudgedRule } from '../rules/define-rule.ts'
import type { LoggedHistory } from '../rules/logged-history.ts'
import { type AssessmentSettings, assessProgram, onlyProgram } from './assess-program.ts'
import { assessmentRules } from './rules/registry.gen.ts'

/** Assesses a program and asks the rules about results, ready to be reported with all others. */
export function judgeResults(
  model: ProgramModel,
  { records, placeOf }: Pick<LoggedHistory, 'records' | 'placeOf'>,
  asOf: Day,
  settings: AssessmentSettings,
): readonly JudgedRule[] {
  const assessment = assessProgram(model, records, asOf, settings)
  const timezone = onlyProgram(model)?.timezone ?? 'UTC'
  const context = { model, assessment, timezone, records: recordsUntil(records, asOf, timezone), placeOf }
  return assessmentRules.map((rule) => ({ ...rule, judged: rule.judge(context) }))
}
