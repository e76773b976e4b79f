import { fillSeats } from '../../model/distinct-people.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { mergesBringing, seatsOf } from './change-seats.ts'

export const approvalsAreOfDifferentPeople = defineRule({
  id: 'CHG-002',
  name: 'approvals-are-of-different-people',
  title: 'Each role that approved a change was somebody else',
  subject: 'change-request',
  severity: 'error',
  rationale: 'Two roles held by one person are one pair of eyes.',
  remedy: 'Open a Deficiency for the merge, and let a second person who holds one of the roles look at it.',
  criteria: ['CC8.1', 'CC5.1'],
  since: '0.2.0',
  needs: 'log',

  check({ value: change, at }, context) {
    const findings: Finding[] = []
    let looked = 0
    for (const { record, at: line } of mergesBringing(change, context.logged)) {
      const seating = seatsOf(change, record, context)
      // Where the roles are not known, or one is missing altogether, CHG-001 and CHG-003 say so.
      if (seating.kind === 'unknown') continue
      const { seats } = seating
      if (seats.some(({ held }) => held.length === 0)) continue
      looked += 1
      const people = seats.map(({ held }) => held.flatMap(({ person }) => (person === undefined ? [] : [person])))
      if (fillSeats(people).empty.length === 0) continue
      const roles = seats.map(({ role }) => role).join(' and ')
      findings.push({
        message: `Pull request ${record.data.pull} merged ${change.id} with ${[...new Set(people.flat())].join(', ')} approving as ${roles}: too few people`,
        at: at.locate(['category'], 'value'),
        related: [{ at: line.locate(), message: 'the merge, as the log has it' }],
      })
    }
    return looked === 0 ? notApplicable('the log holds no merge with all its roles') : failIfAny(findings)
  },
})
