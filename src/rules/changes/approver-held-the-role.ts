import { dayOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { mergesBringing, seatsOf } from './change-seats.ts'

export const approverHeldTheRole = defineRule({
  id: 'CHG-003',
  name: 'approver-held-the-role',
  title: 'Whoever approved a change held the role when they approved',
  subject: 'change-request',
  severity: 'error',
  rationale: 'A role granted afterwards, or expired before, would turn any approval into the right one.',
  remedy: 'Correct the dates of the assignment if they are wrong; else open a Deficiency for the merge.',
  criteria: ['CC8.1', 'CC6.3'],
  since: '0.2.0',
  needs: 'log',

  check({ value: change, at }, context) {
    const findings: Finding[] = []
    let looked = 0
    for (const { record, at: line } of mergesBringing(change, context.logged)) {
      const seating = seatsOf(change, record, context)
      if (seating.kind === 'unknown') return notDetermined(seating.why)
      for (const { role, held, untimely } of seating.seats) {
        const [first] = untimely
        if (held.length > 0) looked += 1
        if (held.length > 0 || first?.person === undefined) continue
        const { person, submittedAt } = first
        const assignment = context.assignmentsOf.get(person)?.[0]
        findings.push({
          message: `${person} approved ${change.id} as ${role} on ${dayOf(submittedAt, context.timezone)} without holding the role that day`,
          at: at.locate(['category'], 'value'),
          related: [
            ...(assignment === undefined
              ? []
              : [{ at: assignment.at.locate(), message: `an assignment of ${person}` }]),
            { at: line.locate(), message: `pull request ${record.data.pull}, as the log has it` },
          ],
        })
      }
    }
    return looked + findings.length === 0 ? notApplicable('the log holds no approval by a role') : failIfAny(findings)
  },
})
