import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { impacts, likelihoods, rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const residualIsNotAboveInherent = defineRule({
  id: 'RSK-003',
  name: 'residual-is-not-above-inherent',
  title: 'The residual risk is not above the inherent one',
  subject: 'risk',
  severity: 'error',
  rationale: 'Treatment cannot make a risk larger on either axis; if it does, the inherent rating is wrong.',
  remedy: 'Lower the residual rating or raise the inherent one.',
  criteria: ['CC3.2'],
  since: '0.1.0',

  check({ value: { id, inherent, residual }, at }, { riskMethod: { matrix } }) {
    if (residual === undefined) return notApplicable('there is no residual rating')
    const related = [{ at: at.locate(['inherent']), message: `inherent: ${inherent.likelihood}, ${inherent.impact}` }]
    const findings: Finding[] = []
    if (likelihoods.indexOf(residual.likelihood) > likelihoods.indexOf(inherent.likelihood)) {
      const message = `${id}: the residual likelihood ${residual.likelihood} is above the inherent ${inherent.likelihood}`
      findings.push({ message, at: at.locate(['residual', 'likelihood'], 'value'), related })
    }
    if (impacts.indexOf(residual.impact) > impacts.indexOf(inherent.impact)) {
      const message = `${id}: the residual impact ${residual.impact} is above the inherent ${inherent.impact}`
      findings.push({ message, at: at.locate(['residual', 'impact'], 'value'), related })
    }
    if (findings.length === 0 && rate(residual, matrix).score > rate(inherent, matrix).score) {
      findings.push({
        message: `${id}: the residual score is above the inherent one`,
        at: at.locate(['residual']),
        related,
      })
    }
    return failIfAny(findings)
  },
})
