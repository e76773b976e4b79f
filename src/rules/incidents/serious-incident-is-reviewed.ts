import { addBusinessDays, dayOf, daysAgo } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const seriousIncidentIsReviewed = defineRule({
  id: 'INC-003',
  name: 'serious-incident-is-reviewed',
  title: 'An incident of high or critical severity is looked back at in time, by somebody else, with actions',
  subject: 'incident',
  severity: 'error',
  rationale: 'What is not looked back at while people remember it comes again.',
  remedy:
    'Write `rootCause`, `review` and `actions` with owner and day, or say in `review.noActions` why none is needed.',
  criteria: ['CC7.5', 'CC4.2'],
  since: '0.1.0',
  overdue: true,

  check({ value: incident, at }, { asOf, timezone, program }) {
    const { id, severity, resolvedAt, review, owner } = incident
    if (severity !== 'high' && severity !== 'critical') return notApplicable(`its severity is ${severity}`)
    if (resolvedAt === undefined) return notApplicable('it is still open')
    const days = program?.incidents?.reviewBusinessDays ?? 5
    const due = addBusinessDays(dayOf(resolvedAt, timezone), days, program?.calendar)
    const hint = `within ${days} business days after its end`
    if (review === undefined) {
      if (asOf <= due) return notApplicable('there is still time to look back at it')
      const message = `${id} was to be looked back at by ${due}, ${daysAgo(due, asOf)}`
      return failIfAny([{ message, at: at.locate(['resolvedAt'], 'value'), hint }])
    }
    const findings: Finding[] = []
    if (review.at > due) {
      const message = `${id} was looked back at on ${review.at}; it was due on ${due}`
      findings.push({ message, at: at.locate(['review', 'at'], 'value'), hint, severity: 'warning' })
    }
    if (review.at < dayOf(resolvedAt, timezone)) {
      const message = `${id} was looked back at on ${review.at}, before it was over`
      findings.push({ message, at: at.locate(['review', 'at'], 'value') })
    }
    if (review.by === owner) {
      const message = `${id} was looked back at by ${owner}, who led the response`
      findings.push({ message, at: at.locate(['review', 'by'], 'value') })
    }
    if (incident.rootCause === undefined) {
      findings.push({ message: `${id} was looked back at without a root cause`, at: at.locate(['review'], 'key') })
    }
    if ((incident.actions ?? []).length === 0 && review.noActions === undefined) {
      const message = `${id} was looked back at without an action, and nothing says why none is needed`
      findings.push({ message, at: at.locate(['review'], 'key') })
    }
    return findings.length === 0 ? pass : failIfAny(findings)
  },
})
