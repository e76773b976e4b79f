import { defineRule } from '../define-rule.ts'
import { faultOfExpiry, outcomeOf } from './judge-exception.ts'

export const exceptionIsNotExpired = defineRule({
  id: 'EXC-002',
  name: 'exception-is-not-expired',
  title: 'An exception has not run out',
  subject: 'exception',
  severity: 'error',
  rationale: 'After its last day it waives nothing; what it excused is open again.',
  remedy: 'Renew it with its approver, or remove it together with its cause.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,
  overdue: true,

  check({ value: exception, at }, context) {
    return outcomeOf([faultOfExpiry(exception, context)], at)
  },
})
