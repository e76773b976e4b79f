import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { bands, rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const riskAboveAppetiteIsHandled = defineRule({
  id: 'RSK-012',
  name: 'risk-above-appetite-is-handled',
  title: 'A risk above the appetite has a plan or an acceptance',
  subject: 'risk',
  severity: 'error',
  rationale: 'Above the appetite, doing nothing is a decision too, and somebody has to take it.',
  remedy: 'Write a `plan`, have it accepted, or lower the residual risk with controls.',
  criteria: ['CC3.1', 'CC3.2'],
  since: '0.1.0',

  check({ value: risk, at }, { riskMethod: { matrix, appetite } }) {
    if (risk.status === 'closed' || risk.status === 'avoided') return notApplicable(`the risk is ${risk.status}`)
    if (risk.residual === undefined) return notApplicable('there is no residual rating')
    const { band, score } = rate(risk.residual, matrix)
    if (bands.indexOf(band) <= bands.indexOf(appetite)) return pass
    if ((risk.plan ?? []).length > 0 || risk.acceptance?.by !== undefined) return pass
    const message = `${risk.id} is ${band} (${score}), above the appetite ${appetite}, with neither plan nor acceptance`
    return failIfAny([{ message, at: at.locate(['residual']) }])
  },
})
