import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'

export const failingKeyControlHasADeficiency = defineAssessmentRule({
  id: 'CTL-006',
  name: 'failing-key-control-has-a-deficiency',
  title: 'A key control that fails, or that nobody looked at, has an open deficiency',
  severity: 'error',
  rationale:
    'No criterion is met while its key control is not. What is known to fail and followed up is an exception in a report; what nobody noticed is a weakness of the monitoring as well.',
  remedy: 'Open a Deficiency that names the control, with an owner and a day.',
  criteria: ['CC4.2'],
  since: '0.2.0',
  needs: 'log',

  judge({ model, assessment }) {
    const followed = new Set(
      [...model.deficiencies.values()].flatMap(({ value }) =>
        value.status === 'closed' || value.control === undefined ? [] : [value.control],
      ),
    )
    return [...model.controls.values()]
      .filter(({ value }) => value.keyControl === true && value.status === 'operating')
      .map(({ value: { id }, at }) => {
        const result = assessment.controls.get(id)
        if (result === undefined) return { resource: id, outcome: notDetermined('it was not assessed') }
        const fails = result.state === 'not-met' || result.state === 'not-evaluated'
        if (!fails || followed.has(id)) return { resource: id, outcome: pass }
        const state = result.state === 'not-met' ? 'is not met' : 'is not evaluated'
        const message = `The key control ${id} ${state} and no open deficiency names it: ${result.why}`
        return { resource: id, outcome: failIfAny([{ message, at: at.locate(['keyControl']) }]) }
      })
  },
})
