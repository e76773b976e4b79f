import { addToMoment, instantOf, millisecondsOf, startOfDay, stretchInWords } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const noticesGoOutInTime = defineRule({
  id: 'INC-004',
  name: 'notices-go-out-in-time',
  title: 'Those who were promised to be told of an incident are told in time',
  subject: 'incident',
  severity: 'error',
  rationale: 'A late notice breaks a contract or a law, and is what customers remember of an incident.',
  remedy:
    'Send the notice and write `sentAt`. Where it was late, say so in a Deficiency with `incident:` naming this one.',
  criteria: ['CC2.3', 'CC7.4', 'P6.6'],
  since: '0.1.0',
  overdue: true,

  check({ value: incident, at }, { asOf, timezone, model }) {
    const { id, detectedAt, notices = [] } = incident
    if (notices.length === 0) return notApplicable('nobody was promised to be told')
    const isFollowedUp = [...model.deficiencies.values()].some(({ value }) => value.incident === id)
    const findings = notices.flatMap((notice, index): Finding[] => {
      const latest = addToMoment(detectedAt, notice.within, timezone)
      const hint = `promised within ${notice.within}: by ${instantOf(latest)}`
      if (notice.sentAt === undefined) {
        if (latest >= startOfDay(asOf, timezone)) return []
        const message = `${id}: the notice to ${notice.audience} is overdue`
        return [{ message, at: at.locate(['notices', index]), hint }]
      }
      if (millisecondsOf(notice.sentAt) <= latest || isFollowedUp) return []
      const took = stretchInWords(millisecondsOf(notice.sentAt) - millisecondsOf(detectedAt))
      const message = `${id}: the notice to ${notice.audience} went out after ${took}, and no deficiency names it`
      return [{ message, at: at.locate(['notices', index, 'sentAt'], 'value'), hint }]
    })
    return failIfAny(findings)
  },
})
