import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const approvalIsOfWhatWasDeployed = defineRule({
  id: 'CHG-006',
  name: 'approval-is-of-what-was-deployed',
  title: 'Everything deployed was approved at the commit that was merged',
  subject: 'logged-deployment',
  severity: 'error',
  rationale: 'What is pushed after the approval was read by nobody, and it is live.',
  remedy: 'Open a Deficiency for the deployment and have somebody independent review what was not approved.',
  criteria: ['CC8.1'],
  since: '0.2.0',
  needs: 'log',

  check({ record: { data }, at }, { logged }) {
    const findings: Finding[] = []
    for (const { pull, mergeSha, verdict } of data.changes) {
      const known = logged.byCommit.get(mergeSha)
      const what = pull === null ? `commit ${mergeSha.slice(0, 12)}` : `pull request ${pull}`
      const head = known?.kind === 'merged' ? known.record.data.headSha : undefined
      const stale = known?.kind === 'merged' && known.record.data.counted.some(({ commit }) => commit !== head)
      if (verdict === 'approved' && known?.kind !== 'unreviewed' && !stale) continue
      const why = stale ? 'with an approval of another commit' : 'without an approval of what was merged'
      const related =
        known === undefined
          ? []
          : [{ at: logged.placeOf(known.record.index).locate(), message: `${what}, as the log has it` }]
      findings.push({
        message: `The deployment of ${data.sha.slice(0, 12)} to ${data.environment} brought ${what} ${why}`,
        at: at.locate(),
        related,
      })
    }
    return data.changes.length === 0 ? notApplicable('it brought no change') : failIfAny(findings)
  },
})
