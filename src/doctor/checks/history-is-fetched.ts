import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const historyIsFetched = defineCheck({
  id: 'DOC-038',
  name: 'history-is-fetched',
  title: 'What compares or records has the whole history checked out',
  severity: 'error',
  remedy: 'Put `actions/checkout` with `fetch-depth: 0` before the step.',
  check: (facts) =>
    aboutUses(facts, ['check', 'deploy', 'record', 'render'], ({ kind, workflow, job, step }) => {
      const before = job.steps.slice(0, job.steps.indexOf(step))
      const checkout = before.findLast(({ uses = '' }) => /^actions\/checkout@/i.test(uses))
      if (checkout === undefined)
        return [
          {
            message: `Mode ${kind} has no repository: nothing is checked out before it`,
            at: workflow.at.locate(step.path),
          },
        ]
      if (checkout.inputs.get('fetch-depth') === '0') return []
      const message = `Only the last commit is checked out, and mode ${kind} needs the history`
      return [{ message, at: workflow.at.locate([...checkout.path, 'with', 'fetch-depth']) }]
    }),
})
