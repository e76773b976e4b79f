import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const criterionHasOperatingControl = defineRule({
  id: 'SCP-005',
  name: 'criterion-has-operating-control',
  title: 'Each applicable criterion has an operating control, or a deficiency that somebody is mending',
  subject: 'criterion',
  severity: 'error',
  rationale:
    'A criterion that no operating control serves is not met, however many policies mention it. While the program is being set up this is a warning.',
  remedy:
    'Operate a control that is mapped to it, write a Deficiency with owner and `due` that names the criterion, or decide in a CriterionDecision that it does not apply.',
  criteria: ['CC5.1', 'CC5.2'],
  since: '0.1.0',
  severityIn: ({ program }) => (program?.status === 'operating' ? 'error' : 'warning'),

  check({ id, summary }, { model, asOf }) {
    const decision = model.decisions.find(({ value }) => value.criterion === id)?.value
    if (decision !== undefined && decision.applicability !== 'applicable')
      return notApplicable(`${decision.id} says ${decision.applicability}`)
    const serving = [...model.controls.values()].filter(({ value }) =>
      value.criteria.some((mapping) => mapping.id === id),
    )
    if (serving.some(({ value }) => value.status === 'operating')) return pass
    const servingIds = new Set(serving.map(({ value }) => value.id))
    const known = [...model.deficiencies.values()].find(
      ({ value: { status, due, criteria = [], control } }) =>
        status !== 'closed' &&
        status !== 'risk-accepted' &&
        due !== undefined &&
        due >= asOf &&
        (criteria.includes(id) || (control !== undefined && servingIds.has(control))),
    )
    if (known !== undefined) return notApplicable(`${known.value.id} says that it is missing, and is being mended`)
    const at = model.programs[0]?.at.locate(['categories'])
    if (at === undefined) return notApplicable('there is no program')
    const [first] = serving
    const related = serving.slice(0, 3).map((control) => ({
      at: control.at.locate(['status'], 'value'),
      message: `${control.value.id} is ${control.value.status}`,
    }))
    const message =
      first === undefined ? `${id} has no control (${summary})` : `${id} has no operating control (${summary})`
    return failIfAny([{ message, at, related }])
  },
})
