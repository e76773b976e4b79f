import { failIfAny, pass } from '../../model/outcome.ts'
import type { Risk } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const statusAgreesWithTreatment = defineRule({
  id: 'RSK-009',
  name: 'status-agrees-with-treatment',
  title: 'The status of a risk fits its treatment',
  subject: 'risk',
  severity: 'error',
  rationale: 'A risk that is mitigated by being accepted was not decided on.',
  remedy: 'Correct the status or the treatment.',
  criteria: ['CC3.2'],
  since: '0.1.0',

  check({ value: risk, at }) {
    const allowed = statusesOf[risk.treatment]
    if (allowed.includes(risk.status)) return pass
    return failIfAny([
      {
        message: `${risk.id} has the treatment ${risk.treatment}, but the status ${risk.status}`,
        at: at.locate(['status'], 'value'),
        hint: `allowed for ${risk.treatment}: ${allowed.join(', ')}`,
        related: [{ at: at.locate(['treatment'], 'value'), message: 'its treatment' }],
      },
    ])
  },
})

const statusesOf: Readonly<Record<Risk['treatment'], readonly Risk['status'][]>> = {
  mitigate: ['open', 'treating', 'mitigated', 'closed'],
  accept: ['open', 'accepted', 'closed'],
  transfer: ['open', 'treating', 'transferred', 'closed'],
  avoid: ['open', 'treating', 'avoided', 'closed'],
}
