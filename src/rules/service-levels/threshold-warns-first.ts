import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const thresholdWarnsFirst = defineRule({
  id: 'SLA-004',
  name: 'threshold-warns-first',
  title: 'A capacity threshold warns before it is critical',
  subject: 'capacity-threshold',
  severity: 'error',
  rationale: 'A warning that comes with or after the alarm leaves no time to add capacity.',
  remedy: 'Set `warnAtPercent` below `criticalAtPercent`.',
  criteria: ['A1.1'],
  since: '0.1.0',

  check({ value: { system, resource, warnAtPercent, criticalAtPercent }, at }) {
    if (criticalAtPercent === undefined) return notApplicable('only one threshold is written')
    if (warnAtPercent < criticalAtPercent) return pass
    const message = `${resource} of ${system} warns at ${warnAtPercent} %, but is critical at ${criticalAtPercent} %`
    return failIfAny([{ message, at: at.locate(['warnAtPercent'], 'value') }])
  },
})
