import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const riskIsRated = defineRule({
  id: 'RSK-002',
  name: 'risk-is-rated',
  title: 'Every risk has a residual rating of its own',
  subject: 'risk',
  severity: 'error',
  rationale: 'What is not rated must not look like what is rated low.',
  remedy: 'Write `residual` with likelihood and impact; while nothing is done it equals `inherent`.',
  criteria: ['CC3.2'],
  since: '0.1.0',

  check({ value: risk, at }) {
    if (risk.status === 'closed' || risk.status === 'avoided') return notApplicable(`the risk is ${risk.status}`)
    if (risk.residual !== undefined) return pass
    return failIfAny([{ message: `${risk.id} has no residual rating`, at: at.locate() }])
  },
})
