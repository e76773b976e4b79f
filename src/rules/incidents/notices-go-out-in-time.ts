import { instantOf, millisecondsOf, startOfDay, stretchInWords } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'
import { commitmentsOver, latestOf } from './notices-owed.ts'

export const noticesGoOutInTime = defineRule({
  id: 'INC-004',
  name: 'notices-go-out-in-time',
  title: 'Those who were promised to be told of an incident are told in time',
  subject: 'incident',
  severity: 'error',
  rationale: 'A late notice breaks a contract or a law, and is what customers remember of an incident.',
  remedy:
    'Add the notice with its `commitment`, send it and write `sentAt`. Where it was late, write a Deficiency with `incident:` naming this one.',
  criteria: ['CC2.3', 'CC7.4', 'P6.6'],
  since: '0.1.0',
  overdue: true,

  check({ value: incident, at }, { asOf, timezone, model }) {
    const { id, detectedAt, notices = [] } = incident
    const owed = commitmentsOver(model, incident, timezone)
    if (notices.length === 0 && owed.length === 0) return notApplicable('nobody was promised to be told')
    const isKnown = isFollowedUp(model, id)
    const isPast = (moment: number) => moment < startOfDay(asOf, timezone)
    const findings = notices.flatMap((notice, index): Finding[] => {
      const due = latestOf(model, incident, notice, timezone)
      const where = at.locate(['notices', index])
      if (due === undefined) {
        if (notice.within !== undefined || notice.commitment !== undefined) return []
        const message = `${id}: nothing says within what time the notice to ${notice.audience} is due`
        return [{ message, at: where, hint: 'name the `commitment`, or write `within`' }]
      }
      const hint = `to be sent within ${due.within}: by ${instantOf(due.latest)}`
      if (notice.sentAt === undefined) {
        if (!isPast(due.latest)) return []
        return [{ message: `${id}: the notice to ${notice.audience} is overdue`, at: where, hint }]
      }
      if (millisecondsOf(notice.sentAt) <= due.latest || isKnown) return []
      const took = stretchInWords(millisecondsOf(notice.sentAt) - millisecondsOf(detectedAt))
      const message = `${id}: the notice to ${notice.audience} went out after ${took}, and no deficiency names it`
      return [{ message, at: at.locate(['notices', index, 'sentAt'], 'value'), hint }]
    })
    const forgotten = owed
      .filter(({ value }) => !notices.some(({ commitment }) => commitment === value.id))
      .flatMap(({ value: promise, at: written }): Finding[] => {
        const due = latestOf(model, incident, { commitment: promise.id }, timezone)
        if (due === undefined || !isPast(due.latest)) return []
        const message = `${id} falls under ${promise.id} (${promise.title}), and no notice names it`
        const hint = `to be sent within ${due.within}: by ${instantOf(due.latest)}`
        const related = [{ at: written.locate(['notice'], 'key'), message: 'what was promised' }]
        return [{ message, at: at.locate(['detectedAt'], 'value'), hint, related }]
      })
    return failIfAny([...findings, ...forgotten])
  },
})
