import { failIfAny } from '../model/outcome.ts'
import { defineRule } from './define-rule.ts'
import { faultOfApproval } from './judge-exception.ts'

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
    const fault = faultOfApproval(exception, context)
    const faults = fault === undefined ? [] : [fault]
    return failIfAny(
      faults.map(({ message, path, hint }) => ({
        message,
        at: path.length === 0 ? at.locate() : at.locate(path),
        ...(hint === undefined ? {} : { hint }),
      })),
    )
  },
})
