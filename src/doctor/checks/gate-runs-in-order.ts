import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { isMapping } from '../workflow.ts'

export const gateRunsInOrder = defineCheck({
  id: 'DOC-041',
  name: 'gate-runs-in-order',
  title: 'Of two runs for one pull request the one that read first does not post last',
  severity: 'error',
  remedy:
    'Give the job a `concurrency` group with `github.event_name` and `github.event.pull_request.number`, as in the README.',
  check: (facts) =>
    aboutUses(facts, ['gate'], ({ workflow, job }) => {
      const groups = [job.concurrency, workflow.concurrency].map(groupOf)
      if (groups.some((group) => group !== undefined && /github\.event\.(?:pull_request\.)?number/.test(group)))
        return []
      const given = groups.some((group) => group !== undefined)
      const message = given
        ? 'The concurrency group is not one for each pull request: those that wait in it push each other out'
        : 'Runs for one pull request are not kept in order: an old verdict may be posted last'
      return [{ message, at: workflow.at.locate(given ? [...job.path, 'concurrency'] : job.path, 'key') }]
    }),
})

function groupOf(concurrency: unknown): string | undefined {
  const group = isMapping(concurrency) ? concurrency['group'] : concurrency
  return typeof group === 'string' ? group : undefined
}
