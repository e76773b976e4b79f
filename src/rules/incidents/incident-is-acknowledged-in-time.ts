import { addToMoment, instantOf, millisecondsOf, startOfDay, stretchInWords } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'
import { acknowledgementTarget } from './acknowledgement-target.ts'

export const incidentIsAcknowledgedInTime = defineRule({
  id: 'INC-002',
  name: 'incident-is-acknowledged-in-time',
  title: 'Somebody takes an incident on within the target of its severity, or a deficiency says why not',
  subject: 'incident',
  severity: 'error',
  rationale: 'An alert that nobody answers for hours is a control that does not work, however well the rest went.',
  remedy: 'Write `acknowledgedAt`. Where it was late, write a Deficiency with `incident:` naming this one.',
  criteria: ['CC7.3', 'CC7.4'],
  since: '0.1.0',

  check({ value: incident, at }, { model, asOf, timezone }) {
    const { id, severity, detectedAt, acknowledgedAt } = incident
    const target = acknowledgementTarget(model, incident)
    const latest = addToMoment(detectedAt, target, timezone)
    const hint = `a ${severity} incident is taken on within ${target}: by ${instantOf(latest)}`
    if (acknowledgedAt !== undefined) {
      const taken = millisecondsOf(acknowledgedAt)
      if (taken < millisecondsOf(detectedAt)) return notApplicable('INC-001 says that the times are out of order')
      if (taken <= latest) return pass
    } else if (latest >= startOfDay(asOf, timezone)) return notApplicable('there is still time to take it on')
    if (isFollowedUp(model, id)) return pass
    const related = [{ at: at.locate(['detectedAt'], 'value'), message: 'when it was noticed' }]
    if (acknowledgedAt === undefined) {
      return failIfAny([{ message: `Nobody has taken ${id} on`, at: at.locate(['detectedAt'], 'value'), hint }])
    }
    const took = stretchInWords(millisecondsOf(acknowledgedAt) - millisecondsOf(detectedAt))
    const message = `${id} was taken on after ${took}, and no deficiency names it`
    return failIfAny([{ message, at: at.locate(['acknowledgedAt'], 'value'), hint, related }])
  },
})
