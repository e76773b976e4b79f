import { failIfAny } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const riskScoreIsComputed = defineRule({
  id: 'RSK-001',
  name: 'risk-score-is-computed',
  title: 'A written score equals that of the matrix',
  subject: 'risk',
  severity: 'error',
  rationale: 'A score typed by hand drifts away from the rating it stands for.',
  remedy: 'Correct the score, or leave it out: it is computed.',
  criteria: ['CC3.2'],
  since: '0.1.0',

  check({ value: risk, at }, { riskMethod: { matrix } }) {
    const findings = (['inherent', 'residual', 'target'] as const).flatMap((key) => {
      const rating = risk[key]
      if (rating?.score === undefined) return []
      const { score } = rate(rating, matrix)
      if (score === rating.score) return []
      const message = `${risk.id}: ${rating.likelihood} and ${rating.impact} make ${score}, but the score says ${rating.score}`
      return [{ message, at: at.locate([key, 'score'], 'value') }]
    })
    return failIfAny(findings)
  },
})
