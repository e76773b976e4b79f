import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { isMapping } from '../workflow.ts'

export const gateRunsInOrder = defineCheck({
  id: 'DOC-041',
  name: 'gate-runs-in-order',
  title: 'Of two runs for one pull request the one that read first does not post last',
  severity: 'error',
  remedy:
    'Give the job a `concurrency` group with `github.event_name`, `github.event.pull_request.number` and `github.sha`, as in the README.',
  check: (facts) =>
    aboutUses(facts, ['gate'], ({ workflow, job, events }) => {
      const groups = [job.concurrency, workflow.concurrency].map(groupOf).filter((group) => group !== undefined)
      const place = groups.length > 0 ? [...job.path, 'concurrency'] : job.path
      const at = workflow.at.locate(place, 'key')
      const aboutPulls = ['pull_request_target', 'pull_request', 'pull_request_review'].some((event) =>
        events.has(event),
      )
      if (aboutPulls && !groups.some((group) => /github\.event\.(?:pull_request\.)?number/.test(group))) {
        const message =
          groups.length > 0
            ? 'The concurrency group is not one for each pull request: those that wait in it push each other out'
            : 'Runs for one pull request are not kept in order: an old verdict may be posted last'
        return [{ message, at }]
      }
      return apart.flatMap(({ event, key, what }) => {
        if (!events.has(event) || !groups.some((group) => !key.test(group))) return []
        const message = `On ${event} runs wait in one concurrency group and push each other out: ${what}`
        return [{ message, at }]
      })
    }),
})

/** A run that waits in a group is cancelled by the next that comes: what only it knew of is then judged by nobody. */
const apart = [
  {
    event: 'push',
    key: /github\.(?:sha|run_id)|github\.event\.after/,
    what: 'what the earlier one changed would not be judged',
  },
  {
    event: 'workflow_run',
    key: /github\.event\.workflow_run\.(?:head_sha|id)|github\.run_id/,
    what: 'the earlier one is of another pull request',
  },
]

function groupOf(concurrency: unknown): string | undefined {
  const group = isMapping(concurrency) ? concurrency['group'] : concurrency
  return typeof group === 'string' ? group : undefined
}
