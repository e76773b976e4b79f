import { defineRule } from '../define-rule.ts'
import { faultOfTerm, outcomeOf } from './judge-exception.ts'

export const exceptionEnds = defineRule({
  id: 'EXC-001',
  name: 'exception-ends',
  title: 'An exception ends, within the longest term of its severity',
  subject: 'exception',
  severity: 'error',
  rationale: 'An exception without an end is a new rule that nobody decided on.',
  remedy:
    'Set `expires` within the term: critical P30D, high P90D, medium P180D, low P365D unless the program says otherwise.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }, context) {
    return outcomeOf([faultOfTerm(exception, context)], at)
  },
})
