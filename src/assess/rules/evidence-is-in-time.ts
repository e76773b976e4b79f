import { failIfAny, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { requirementsInForce } from './requirements-in-force.ts'

export const evidenceIsInTime = defineAssessmentRule({
  id: 'EVD-006',
  name: 'evidence-is-in-time',
  title: 'Evidence was recorded within its window and grace',
  severity: 'error',
  rationale:
    'Evidence that comes after its day shows that somebody looked later, not that the control operated in time.',
  remedy: 'Say in a Deficiency why it was late, and record the next one in time.',
  criteria: ['CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge(context) {
    return requirementsInForce(context)
      .filter(({ requirement }) => requirement.state !== 'missing')
      .map(({ control, requirement, at }) => {
        const late = requirement.occurrences.filter(({ state }) => state === 'late')
        const [first] = late
        if (first === undefined) return { resource: control, outcome: pass }
        const more = late.length > 1 ? ` and ${late.length - 1} more` : ''
        const message = `Evidence for ${requirement.id} of ${control} was due on ${first.due} and came later${more}`
        return { resource: control, outcome: failIfAny([{ message, at }]) }
      })
  },
})
