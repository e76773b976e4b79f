import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import type { DeploymentRecord, LogIndex } from '../logged-history.ts'

export const failedChangeIsFollowedUp = defineRule({
  id: 'CHG-016',
  name: 'failed-change-is-followed-up',
  title: 'A deployment that was taken back is named by an incident or a deficiency',
  subject: 'logged-deployment',
  severity: 'warning',
  rationale: 'What had to be taken back went wrong. Without a trace of why, it goes wrong again.',
  remedy:
    'Name the change in `changes:` of an Incident, or the commit that was taken back in `deviations:` of a Deficiency.',
  criteria: ['CC8.1', 'CC7.5'],
  since: '0.2.0',
  needs: 'log',

  check({ record, at }, { model, logged }) {
    const { rollback, environment, sha, previousSha } = record.data
    if (!rollback) return notApplicable('it took nothing back')
    const taken = changesOf(record, logged)
    const deviations = [...model.deficiencies.values()].flatMap(({ value }) => value.deviations ?? [])
    const named = [...model.incidents.values()].flatMap(({ value }) => value.changes ?? [])
    const items = [...(previousSha === null ? [] : [previousSha]), ...taken.commits, ...taken.pulls]
    if (items.some((item) => deviations.includes(item)) || taken.requests.some((id) => named.includes(id))) return pass
    const what = previousSha === null ? 'what was deployed before' : previousSha.slice(0, 12)
    const changes = taken.requests.length === 0 ? '' : ` (${taken.requests.join(', ')})`
    return failIfAny([
      {
        message: `The deployment of ${sha.slice(0, 12)} to ${environment} took back ${what}${changes}, and nothing says why`,
        at: at.locate(),
      },
    ])
  },
})

/** What the deployment before had brought: that is what was taken back. */
function changesOf({ index, data }: DeploymentRecord, { deployments, byCommit }: LogIndex) {
  const before = deployments.findLast(
    ({ record }) =>
      record.index < index && record.data.environment === data.environment && record.data.sha === data.previousSha,
  )
  const commits = before?.record.data.changes.map(({ mergeSha }) => mergeSha) ?? []
  const merges = commits.flatMap((sha) => {
    const known = byCommit.get(sha)
    return known?.kind === 'merged' ? [known.record.data] : []
  })
  return {
    commits,
    pulls: merges.map(({ pull }) => `pull-${pull}`),
    requests: [...new Set(merges.flatMap(({ changeRequests }) => changeRequests))],
  }
}
