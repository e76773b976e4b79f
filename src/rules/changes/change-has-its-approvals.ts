import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { mergesBringing, seatsOf, strangersOf } from './change-seats.ts'

export const changeHasItsApprovals = defineRule({
  id: 'CHG-001',
  name: 'change-has-its-approvals',
  title: 'The roles that a category asks for have approved what was merged',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'Who approved is read from the reviews that the gate counted, never from the request. A normal change without the security reviewer went live on less than the policy asks for.',
  remedy:
    'Open a Deficiency for the merge and have the missing role look at it; correct the category only if it was wrong.',
  criteria: ['CC8.1'],
  since: '0.2.0',
  needs: 'log',

  check({ value: change, at }, context) {
    const merges = mergesBringing(change, context.logged)
    if (merges.length === 0) return notApplicable('the log holds no merge of it')
    const findings: Finding[] = []
    for (const { record, at: line } of merges) {
      const seating = seatsOf(change, record, context)
      if (seating.kind === 'unknown') return notDetermined(seating.why)
      const empty = seating.seats.filter(({ held, untimely }) => held.length + untimely.length === 0)
      if (empty.length === 0) continue
      const strangers = strangersOf(record, context)
      if (strangers.length > 0) return notDetermined(`${strangers.join(', ')} approved and is nobody in People`)
      const roles = empty.map(({ role }) => role).join(' and ')
      findings.push({
        message: `Pull request ${record.data.pull} merged ${change.id} (${change.category}) without an approval by ${roles}`,
        at: at.locate(['category'], 'value'),
        related: [{ at: line.locate(), message: 'the merge, as the log has it' }],
      })
    }
    return failIfAny(findings)
  },
})
