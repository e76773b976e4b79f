import { addDuration } from '../../model/days.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { longestBaseline } from './known-findings.ts'

export const baselineEnds = defineRule({
  id: 'BAS-001',
  name: 'baseline-ends',
  title: 'A baseline ends within 180 days',
  subject: 'baseline',
  severity: 'error',
  rationale:
    'A baseline is there so that rules can be adopted before all is mended. Without an end it would be how things are. One that lasts longer silences nothing.',
  remedy: 'Set `expires` to a day within 180 days of `created`; write exceptions for what takes longer.',
  criteria: ['CC5.1', 'CC4.2'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: { created, expires }, at }) {
    const latest = addDuration(created, longestBaseline)
    if (expires < created) {
      const message = `The baseline ends on ${expires}, before it was created on ${created}`
      return failIfAny([{ message, at: at.locate(['expires'], 'value') }])
    }
    if (expires <= latest) return pass
    const message = `The baseline lasts until ${expires}, longer than ${longestBaseline}, and silences nothing`
    return failIfAny([{ message, at: at.locate(['expires'], 'value'), hint: `the last possible day is ${latest}` }])
  },
})
