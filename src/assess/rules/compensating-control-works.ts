import { isInForce } from '../../model/exception-term.ts'
import { type Finding, failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'

export const compensatingControlWorks = defineAssessmentRule({
  id: 'EXC-008',
  name: 'compensating-control-works',
  title: 'What compensates for an exception is met by its evidence',
  severity: 'error',
  rationale:
    'An exception rests on what is done instead. If that does not work either, nothing stands in for the control.',
  remedy: 'Mend the compensating control, name another one, or end the exception.',
  criteria: ['CC4.1', 'CC5.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ model, assessment }) {
    return [...model.exceptions.values()]
      .filter(({ value }) => isInForce(value, assessment.basis.asOf) && (value.compensatingControls ?? []).length > 0)
      .map(({ value, at }) => {
        const unknown = (value.compensatingControls ?? []).find((id) => !assessment.controls.has(id))
        if (unknown !== undefined) {
          return { resource: value.id, outcome: notDetermined(`nothing is known of the control ${unknown}`) }
        }
        const findings = (value.compensatingControls ?? []).flatMap((id, index): Finding[] => {
          const result = assessment.controls.get(id)
          if (result === undefined || result.state === 'met') return []
          const message = `${value.id} rests on ${id}, which is ${result.state.replace('-', ' ')}: ${result.why}`
          return [{ message, at: at.locate(['compensatingControls', index], 'value') }]
        })
        return { resource: value.id, outcome: failIfAny(findings) }
      })
  },
})
