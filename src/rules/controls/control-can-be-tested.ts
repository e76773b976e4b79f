import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const controlCanBeTested = defineRule({
  id: 'CTL-002',
  name: 'control-can-be-tested',
  title: 'A control in place serves a criterion, leaves evidence and can be tested',
  subject: 'control',
  severity: 'error',
  rationale: 'Without evidence and a way to test it, a control is a statement.',
  remedy: 'Map it to criteria, write evidence requirements and test steps, or set the status back to planned.',
  criteria: ['CC4.1', 'CC5.1'],
  since: '0.1.0',

  check({ value: control, at }) {
    if (control.status !== 'operating' && control.status !== 'implemented')
      return notApplicable(`the control is ${control.status}`)
    const evidence = (control.evidence ?? []).length + (control.manualEvidence ?? []).length
    const missing = [
      ...(control.criteria.length === 0 ? ['criterion'] : []),
      ...(evidence === 0 ? ['evidence requirement'] : []),
      ...((control.test ?? []).length === 0 ? ['test step'] : []),
    ]
    return failIfAny(
      missing.map((what) => ({
        message: `${control.id} is ${control.status}, but has no ${what}`,
        at: at.locate(['status'], 'value'),
      })),
    )
  },
})
