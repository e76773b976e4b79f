import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const notApplicableIsJustified = defineRule({
  id: 'SCP-006',
  name: 'not-applicable-is-justified',
  title: 'A criterion that does not apply has a reason, an approver and a review date',
  subject: 'criterion-decision',
  severity: 'error',
  rationale:
    'Leaving a criterion out changes what the report says. An auditor asks who decided that, why, and whether it still holds.',
  remedy: 'Add `justification`, `approvedBy` and `reviewBy`, or make it applicable.',
  criteria: ['CC5.1'],
  since: '0.1.0',

  check({ value: decision, at }) {
    if (decision.applicability === 'applicable') return notApplicable('the criterion applies')
    const missing = (['justification', 'approvedBy', 'reviewBy'] as const).filter((key) => decision[key] === undefined)
    if (missing.length === 0) return pass
    const message = `${decision.id} makes ${decision.criterion} ${decision.applicability} without ${missing.join(', ')}`
    return failIfAny([{ message, at: at.locate(['applicability'], 'value') }])
  },
})
