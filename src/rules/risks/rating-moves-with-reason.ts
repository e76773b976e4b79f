import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { impacts, likelihoods } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const ratingMovesWithReason = defineRule({
  id: 'RSK-013',
  name: 'rating-moves-with-reason',
  title: 'A rating that moves by more than one step says why',
  subject: 'risk',
  severity: 'warning',
  rationale: 'A risk that falls from almost certain to rare in one edit was wrong before or is wrong now.',
  remedy: 'Write a new `rationale` beside the rating, or move it one step.',
  criteria: ['CC3.2'],
  since: '0.1.0',
  needs: 'base',

  check({ value: risk, at }, { base }) {
    const before = base?.risks.get(risk.id)?.value
    if (base?.malformedIds.has(risk.id) === true) return notDetermined('it could not be read on the base')
    if (before === undefined) return notApplicable('the risk is new')
    const findings = (['inherent', 'residual'] as const).flatMap((key): Finding[] => {
      const [old, now] = [before[key], risk[key]]
      if (old === undefined || now === undefined) return []
      if (now.rationale !== undefined && now.rationale !== old.rationale) return []
      const steps = [
        ['likelihood', old.likelihood, now.likelihood, distance(likelihoods, old.likelihood, now.likelihood)],
        ['impact', old.impact, now.impact, distance(impacts, old.impact, now.impact)],
      ] as const
      return steps
        .filter(([, , , count]) => count > 1)
        .map(([axis, from, to, count]) => ({
          message: `The ${key} ${axis} of ${risk.id} goes from ${from} to ${to}, ${count} steps, without a reason`,
          at: at.locate([key, axis], 'value'),
        }))
    })
    return failIfAny(findings)
  },
})

const distance = <T>(scale: readonly T[], from: T, to: T): number => Math.abs(scale.indexOf(to) - scale.indexOf(from))
