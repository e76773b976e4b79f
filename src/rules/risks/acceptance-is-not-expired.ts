import { daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const acceptanceIsNotExpired = defineRule({
  id: 'RSK-007',
  name: 'acceptance-is-not-expired',
  title: 'The acceptance of a risk has not run out',
  subject: 'risk',
  severity: 'error',
  rationale: 'An acceptance is a decision for a time. After it nobody carries the risk.',
  remedy: 'Decide again: accept anew in a pull request, or choose another treatment.',
  criteria: ['CC3.2', 'CC3.4'],
  since: '0.1.0',
  overdue: true,

  check({ value: risk, at }, { asOf }) {
    if ((risk.treatment !== 'accept' && risk.status !== 'accepted') || risk.status === 'closed') {
      return notApplicable('the risk is not accepted')
    }
    const expires = risk.acceptance?.expires
    if (expires === undefined) return notApplicable('RSK-006 looks for the last day')
    if (expires >= asOf) return pass
    const message = `The acceptance of ${risk.id} ended on ${expires}, ${daysAgo(expires, asOf)}`
    return failIfAny([{ message, at: at.locate(['acceptance', 'expires'], 'value') }])
  },
})
