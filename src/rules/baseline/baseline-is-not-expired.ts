import { daysAgo } from '../../model/days.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const baselineIsNotExpired = defineRule({
  id: 'BAS-002',
  name: 'baseline-is-not-expired',
  title: 'A baseline that has run out is removed',
  subject: 'baseline',
  severity: 'warning',
  rationale: 'After its last day what it lists counts again; the file then only says what is no longer true.',
  remedy: 'Mend what is left, or write exceptions for it, and remove the file.',
  criteria: ['CC4.2'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: { expires }, at }, { asOf }) {
    if (asOf <= expires) return pass
    const message = `The baseline expired on ${expires}, ${daysAgo(expires, asOf)}: what it lists counts again`
    return failIfAny([{ message, at: at.locate(['expires'], 'value') }])
  },
})
