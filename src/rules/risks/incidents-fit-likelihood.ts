import { dayOf, subtractDuration } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

/**
 * Incidents in one year that have a chance below 5 % where the likelihood is right. A likelihood is the chance of at least
 * one event a year, so with independent events n of them have the chance of a Poisson distribution whose mean is -ln(1 - p);
 * p is the upper end of the band.
 */
const tooMany = { rare: 1, unlikely: 2, possible: 3, likely: 5 } as const

export const incidentsFitLikelihood = defineRule({
  id: 'RSK-016',
  name: 'incidents-fit-likelihood',
  title: 'The likelihood of a risk does not contradict the incidents of the last year',
  subject: 'risk',
  severity: 'warning',
  rationale: 'What happened twice this year is not rare. A register that incidents do not change is not used.',
  remedy:
    'Rate the likelihood anew, or take the risk out of `risks` of the incident if it was another one that came true.',
  criteria: ['CC3.2', 'CC7.5'],
  since: '0.1.0',

  check({ value: risk, at }, { model, asOf, timezone }) {
    if (risk.status === 'closed') return notApplicable('the risk is closed')
    const since = subtractDuration(asOf, 'P1Y')
    const happened = [...model.incidents.values()].filter(({ value }) => {
      const day = dayOf(value.detectedAt, timezone)
      return value.risks?.includes(risk.id) === true && since < day && day <= asOf
    })
    if (happened.length === 0) return notApplicable('no incident of the last year names it')
    const key = risk.residual === undefined ? 'inherent' : 'residual'
    const { likelihood } = risk.residual ?? risk.inherent
    if (likelihood === 'almost-certain' || happened.length < tooMany[likelihood]) return pass
    const count = `${happened.length} incident${happened.length === 1 ? '' : 's'}`
    const message = `${risk.id} is rated ${likelihood}, but ${count} of the last year name it`
    const related = happened.slice(0, 3).map((incident) => ({
      at: incident.at.locate(['detectedAt'], 'value'),
      message: `${incident.value.id} was noticed on ${dayOf(incident.value.detectedAt, timezone)}`,
    }))
    return failIfAny([{ message, at: at.locate([key, 'likelihood'], 'value'), related }])
  },
})
