import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

/** After the second renewal an exception is the way it is done. */
const mostRenewals = 2

export const exceptionIsNoHabit = defineRule({
  id: 'EXC-006',
  name: 'exception-is-no-habit',
  title: 'An exception is renewed at most twice',
  subject: 'exception',
  severity: 'warning',
  rationale: 'What is tolerated for the third time is no exception: the rule, the control or the system is wrong.',
  remedy: 'Mend the cause, change the control, or accept the risk in the register.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: { id, renewals = 0 }, at }) {
    if (renewals <= mostRenewals) return pass
    return failIfAny([{ message: `${id} was renewed ${renewals} times`, at: at.locate(['renewals'], 'value') }])
  },
})
