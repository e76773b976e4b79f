import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { isActive, spanOf } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const riskHasOwner = defineRule({
  id: 'RSK-011',
  name: 'risk-has-owner',
  title: 'Every open risk has one accountable owner, who does not accept it themself',
  subject: 'risk',
  severity: 'error',
  rationale: 'A risk nobody owns is a risk nobody treats; and whoever owns it should not be the one to excuse it.',
  remedy: 'Set `owner` to an active person, and let somebody else accept.',
  criteria: ['CC3.2', 'CC1.3'],
  since: '0.1.0',

  check({ value: risk, at }, { model, asOf, riskMethod }) {
    if (risk.status === 'closed') return notApplicable('the risk is closed')
    const { owner } = risk
    if (owner === undefined) return failIfAny([{ message: `${risk.id} has no owner`, at: at.locate() }])
    const person = model.people.get(owner)
    if (person === undefined) return notApplicable('REF-002 looks for the owner')
    const findings: Finding[] = []
    if (!isActive(person.value, asOf)) {
      findings.push({
        message: `${risk.id} is owned by ${owner}, who is not active on ${asOf}`,
        at: at.locate(['owner'], 'value'),
        related: [
          {
            at: person.at.locate([person.value.end === undefined ? 'start' : 'end'], 'value'),
            message: `${owner} is active ${spanOf(person.value)}`,
          },
        ],
      })
    }
    const { band } = rate(risk.residual ?? risk.inherent, riskMethod.matrix)
    if (risk.acceptance?.by === owner && !riskMethod.acceptance[band].owner) {
      findings.push({
        message: `${owner} owns ${risk.id} and accepts it`,
        at: at.locate(['acceptance', 'by'], 'value'),
        related: [{ at: at.locate(['owner'], 'value'), message: 'the owner' }],
      })
    }
    return failIfAny(findings)
  },
})
