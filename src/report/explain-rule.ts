import type { Severity } from '../model/outcome.ts'
import type { RuleInfo } from '../rules/define-rule.ts'
import { problemCodes } from './problem-codes.ts'

/** What a rule wants, why, and what to do, from its own words. Ends in a line break. */
export function explainRule(rule: RuleInfo, configured?: Severity): string {
  const { id, title, severity, rationale, remedy, criteria, needs, overdue, unwaivable, since } = rule
  const severityLine =
    configured === undefined || configured === severity ? severity : `${severity} (here: ${configured})`
  const lines = [
    `${id}: ${title}`,
    '',
    `Why       ${rationale}`,
    `To do     ${remedy}`,
    `Severity  ${severityLine}${overdue === true ? '; only a warning on a pull request that does not touch the record' : ''}`,
    `Criteria  ${criteria.join(', ')}`,
    ...(needs === 'base' ? ['Needs     --base REF: it compares the change with what was there'] : []),
    ...(needs === 'log' ? ['Needs     the evidence log'] : []),
    `Waiver    ${unwaivable === true ? 'none: no exception can excuse it' : `an Exception with \`rule: ${id}\` that names the record`}`,
    `Since     ${since}`,
  ]
  return `${lines.join('\n')}\n`
}

/** The same for a problem of the reader; undefined for an unknown code. */
export function explainProblemCode(code: string): string | undefined {
  const known = problemCodes.get(code)
  if (known === undefined) return undefined
  const lines = [
    `${code}: ${known.title}`,
    '',
    `Why       ${known.rationale}`,
    `To do     ${known.remedy}`,
    'Severity  error; it cannot be lowered or waived, since what cannot be read cannot be checked',
  ]
  return `${lines.join('\n')}\n`
}
