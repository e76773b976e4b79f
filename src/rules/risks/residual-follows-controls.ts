import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const residualFollowsControls = defineRule({
  id: 'RSK-014',
  name: 'residual-follows-controls',
  title: 'A risk that loses a control is rated again',
  subject: 'risk',
  severity: 'error',
  rationale: 'If the rating stays when the control goes, either the control never did anything or the rating is wrong.',
  remedy: 'Raise the residual rating, name the control that takes its place, or say in its `rationale` why it stays.',
  criteria: ['CC3.2', 'CC3.4'],
  since: '0.1.0',
  needs: 'base',

  check({ value: risk, at }, { model, base, riskMethod: { matrix } }) {
    if (base === undefined) return notApplicable('there is nothing to compare with')
    const before = base.risks.get(risk.id)?.value
    if (base.malformedIds.has(risk.id)) return notDetermined('it could not be read on the base')
    if (before === undefined) return notApplicable('the risk is new')
    if (risk.status === 'closed' || risk.status === 'avoided') return notApplicable(`the risk is ${risk.status}`)
    if (before.residual === undefined || risk.residual === undefined) return notApplicable('it has no residual rating')
    const works = (program: typeof model, id: string) => program.controls.get(id)?.value.status === 'operating'
    const old = before.controls ?? []
    const now = risk.controls ?? []
    const lost = old.filter((id) => works(base, id) && !(now.includes(id) && works(model, id)))
    const [first] = lost
    if (first === undefined) return pass
    if (rate(risk.residual, matrix).score >= rate(risk.inherent, matrix).score) return pass
    if (rate(risk.residual, matrix).score > rate(before.residual, matrix).score) return pass
    if (risk.residual.rationale !== undefined && risk.residual.rationale !== before.residual.rationale) return pass
    if (now.some((id) => works(model, id) && !(old.includes(id) && works(base, id)))) return pass
    const gone = now.includes(first) ? `${first} no longer operates` : `${first} is no longer named`
    const status = model.controls.get(first)?.at.locate(['status'], 'value')
    return failIfAny([
      {
        message: `${risk.id} loses a control (${gone}), but its residual rating stays`,
        at: at.locate(['residual']),
        ...(now.includes(first) && status !== undefined
          ? { related: [{ at: status, message: `the status of ${first}` }] }
          : {}),
      },
    ])
  },
})
