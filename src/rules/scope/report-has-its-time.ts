import { addDuration, daysBetween, subtractDuration } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const reportHasItsTime = defineRule({
  id: 'SCP-010',
  name: 'report-has-its-time',
  title: 'A Type I report has one date, a Type II report a period of at least three months',
  subject: 'program',
  severity: 'error',
  rationale:
    'Type I speaks of a date and Type II of a period, usually six to twelve months. A shorter one shows too little operation to conclude from.',
  remedy: 'Set `asOf` for type1, or `period` for type2.',
  criteria: ['CC4.1'],
  since: '0.1.0',

  check({ value: program, at }) {
    const { reportType, asOf, period } = program
    const key = reportType === 'type1' ? 'asOf' : 'period'
    const other = reportType === 'type1' ? 'period' : 'asOf'
    if (program[key] === undefined) {
      return failIfAny([{ message: `A ${reportType} report needs \`${key}\``, at: at.locate(['reportType'], 'value') }])
    }
    if (program[other] !== undefined) {
      return failIfAny([{ message: `A ${reportType} report has no \`${other}\``, at: at.locate([other], 'key') }])
    }
    if (period === undefined || asOf !== undefined) return pass
    const earliest = subtractDuration(addDuration(period.start, 'P3M'), 'P1D')
    const latest = subtractDuration(addDuration(period.start, 'P12M'), 'P1D')
    const end = at.locate(['period', 'end'], 'value')
    if (period.end < period.start) return notApplicable('REF-008 says that the period ends before it starts')
    if (period.end < earliest) {
      const message = `The period of ${daysBetween(period.start, period.end) + 1} days is shorter than three months`
      return failIfAny([{ message, at: end, hint: `from ${period.start} it lasts at least until ${earliest}` }])
    }
    if (period.end <= latest) return pass
    return failIfAny([
      { message: 'The period is longer than twelve months, which is unusual', at: end, severity: 'warning' },
    ])
  },
})
