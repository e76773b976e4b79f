import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const compensationWorks = defineRule({
  id: 'EXC-005',
  name: 'compensation-works',
  title: 'A compensating control operates, and is another one than the control departed from',
  subject: 'exception',
  severity: 'error',
  rationale: 'A control that is planned limits nothing, and the one that was left out cannot stand in for itself.',
  remedy: 'Name controls that operate, or operate them before the exception is used.',
  criteria: ['CC5.1', 'CC3.4'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }, { model }) {
    const { compensatingControls = [] } = exception
    if (compensatingControls.length === 0) return notApplicable('it names no compensating control')
    const findings = compensatingControls.flatMap((id, index) => {
      const here = at.locate(['compensatingControls', index], 'value')
      if (id === exception.control) {
        const related = [{ at: at.locate(['control'], 'value'), message: 'the control that is departed from' }]
        return [{ message: `${exception.id} is compensated by ${id}, which it departs from`, at: here, related }]
      }
      const control = model.controls.get(id)
      // REF-002 looks for one that does not exist.
      if (control === undefined || control.value.status === 'operating') return []
      const { status } = control.value
      const related = [{ at: control.at.locate(['status'], 'value'), message: `${id} is ${status}` }]
      return [{ message: `${exception.id} is compensated by ${id}, which does not operate`, at: here, related }]
    })
    return failIfAny(findings)
  },
})
