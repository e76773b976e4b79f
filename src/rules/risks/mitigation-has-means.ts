import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const mitigationHasMeans = defineRule({
  id: 'RSK-005',
  name: 'mitigation-has-means',
  title: 'A risk that is mitigated has a control or a dated plan',
  subject: 'risk',
  severity: 'error',
  rationale: 'Mitigation without anything that mitigates is hope.',
  remedy: 'Name the `controls` that reduce it, or write a `plan` with owner and day.',
  criteria: ['CC3.2', 'CC5.1'],
  since: '0.1.0',

  check({ value: risk, at }) {
    if (risk.treatment !== 'mitigate' || risk.status === 'closed') return notApplicable('it is not being mitigated')
    if ((risk.controls ?? []).length + (risk.plan ?? []).length > 0) return pass
    return failIfAny([
      {
        message: `${risk.id} is to be mitigated, but has neither controls nor a plan`,
        at: at.locate(['treatment'], 'value'),
      },
    ])
  },
})
