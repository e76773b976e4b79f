import { failIfAny, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { requirementsInForce } from './requirements-in-force.ts'

export const expectedEvidenceIsThere = defineAssessmentRule({
  id: 'EVD-001',
  name: 'expected-evidence-is-there',
  title: 'Every expected occurrence of an operating control left its evidence',
  severity: 'error',
  rationale:
    'A control that operates weekly leaves a trace every week. A week without one is a week in which nobody can show that it operated, and the sample of an auditor finds it.',
  remedy: 'Find out whether the control operated; record the evidence if it is there, else open a Deficiency.',
  criteria: ['CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge(context) {
    return requirementsInForce(context).map(({ control, requirement, at }) => {
      const missing = requirement.occurrences.filter(({ state }) => state === 'overdue')
      if (missing.length === 0 && requirement.state !== 'missing') return { resource: control, outcome: pass }
      const [first] = missing
      const when = first === undefined ? requirement.why : `nothing from ${first.from} to ${first.to}`
      const more = missing.length > 1 ? ` and ${missing.length - 1} more` : ''
      return {
        resource: control,
        outcome: failIfAny([{ message: `${control} has no evidence for ${requirement.id}: ${when}${more}`, at }]),
      }
    })
  },
})
