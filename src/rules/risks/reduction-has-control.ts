import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const reductionHasControl = defineRule({
  id: 'RSK-004',
  name: 'reduction-has-control',
  title: 'A residual risk below the inherent one is the work of a control that operates',
  subject: 'risk',
  severity: 'error',
  rationale: 'What is planned reduces nothing yet. Until a control operates, the residual risk is the inherent one.',
  remedy: 'Name a control that operates, or write the inherent rating as the residual one.',
  criteria: ['CC3.2', 'CC5.1'],
  since: '0.1.0',

  check({ value: risk, at }, { model, riskMethod: { matrix } }) {
    if (risk.status === 'closed' || risk.status === 'avoided') return notApplicable(`the risk is ${risk.status}`)
    if (risk.treatment === 'transfer') return notApplicable('somebody else carries it')
    if (risk.residual === undefined) return notApplicable('RSK-002 looks for the residual rating')
    const [left, first] = [rate(risk.residual, matrix), rate(risk.inherent, matrix)]
    if (left.score >= first.score) return pass
    const named = (risk.controls ?? []).flatMap((id) => model.controls.get(id) ?? [])
    if (named.some(({ value }) => value.status === 'operating')) return pass
    const why = named.length === 0 ? 'names no control' : 'none of its controls operates'
    return failIfAny([
      {
        message: `${risk.id} falls from ${first.score} to ${left.score}, but ${why}`,
        at: at.locate(['residual']),
        related: named.slice(0, 3).map(({ value, at: place }) => ({
          at: place.locate(['status'], 'value'),
          message: `${value.id} is ${value.status}`,
        })),
      },
    ])
  },
})
