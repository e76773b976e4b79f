import { failIfAny, pass } from '../../model/outcome.ts'
import type { Risk } from '../../model/records.ts'
import { type RiskMatrix, rate, riskMethodOf } from '../../model/risk-rating.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'

export const reducingControlWorks = defineAssessmentRule({
  id: 'RSK-018',
  name: 'reducing-control-works',
  title: 'A risk that is rated lower has a control that is met',
  severity: 'error',
  rationale: 'A residual rating below the inherent one says that something works. The evidence has to say so too.',
  remedy: 'Mend the control, name one that works, or rate the residual risk as it is.',
  criteria: ['CC3.2', 'CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ model, assessment }) {
    const { matrix } = riskMethodOf(model.programs[0]?.value)
    return [...model.risks.values()]
      .filter(
        ({ value }) =>
          value.status !== 'closed' &&
          value.status !== 'avoided' &&
          value.treatment !== 'transfer' &&
          isLowered(value, matrix),
      )
      .flatMap(({ value, at }) => {
        const controls = (value.controls ?? []).map((id) => assessment.controls.get(id))
        // Without any control, or with none that operates, the rules about files have spoken.
        if (!controls.some((control) => control?.supports)) return []
        if (controls.some((control) => control?.state === 'met')) return [{ resource: value.id, outcome: pass }]
        const states = controls.flatMap((one) =>
          one === undefined ? [] : [`${one.id} is ${one.state.replace('-', ' ')}`],
        )
        const message = `${value.id} is rated lower by controls of which none is met: ${states.join(', ')}`
        return [{ resource: value.id, outcome: failIfAny([{ message, at: at.locate(['residual']) }]) }]
      })
  },
})

function isLowered({ inherent, residual }: Risk, matrix: RiskMatrix): boolean {
  return residual !== undefined && rate(residual, matrix).score < rate(inherent, matrix).score
}
