import { millisecondsOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { approvalsOf } from '../logged-history.ts'
import { mergesBringing } from './change-seats.ts'

/** An emergency is announced first and approved formally within a day. */
const emergencyGraceMs = 24 * 60 * 60_000

export const approvalPrecedesDeployment = defineRule({
  id: 'CHG-005',
  name: 'approval-precedes-deployment',
  title: 'A change was approved before it was deployed; an emergency within 24 hours',
  subject: 'change-request',
  severity: 'error',
  rationale: 'An approval that follows the deployment approved nothing.',
  remedy: 'Open a Deficiency for the deployment, and let the gate judge deployments before they start.',
  criteria: ['CC8.1'],
  since: '0.2.0',
  needs: 'log',

  check({ value: change, at }, { model, logged }) {
    const findings: Finding[] = []
    let looked = 0
    for (const { record: merge } of mergesBringing(change, logged)) {
      const approvedAt = approvalsOf(model, merge).map(({ submittedAt }) => submittedAt)
      if (approvedAt.length === 0) continue
      const last = approvedAt.reduce((one, other) => (millisecondsOf(one) < millisecondsOf(other) ? other : one))
      for (const { record, at: line } of logged.deploymentsOf.get(merge.data.mergeSha) ?? []) {
        looked += 1
        const { environment, createdAt } = record.data
        const grace = change.category === 'emergency' ? emergencyGraceMs : 0
        if (millisecondsOf(last) <= millisecondsOf(createdAt) + grace) continue
        findings.push({
          message: `${change.id} was deployed to ${environment} at ${createdAt} and approved at ${last}`,
          at: at.locate(['id'], 'value'),
          related: [{ at: line.locate(), message: 'the deployment, as the log has it' }],
        })
      }
    }
    return looked === 0 ? notApplicable('the log holds no deployment of an approved merge of it') : failIfAny(findings)
  },
})
