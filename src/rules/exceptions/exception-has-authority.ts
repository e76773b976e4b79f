import { defineRule } from '../define-rule.ts'
import { faultOfApproval, outcomeOf } from './judge-exception.ts'

export const exceptionHasAuthority = defineRule({
  id: 'EXC-003',
  name: 'exception-has-authority',
  title: 'An exception is approved by somebody with authority, not by who asked for it',
  subject: 'exception',
  severity: 'error',
  rationale: 'Whoever wants to depart from a rule is the last person to judge whether that is all right.',
  remedy: 'Have somebody approve it who holds one of the roles in `exceptions.approvers` of the program.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }, context) {
    return outcomeOf([faultOfApproval(exception, context)], at)
  },
})
