import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const gateComesFromBase = defineCheck({
  id: 'DOC-024',
  name: 'gate-comes-from-base',
  title: 'The workflow of the gate is taken from the base, not from the pull request',
  severity: 'error',
  remedy: 'Run the gate on `pull_request_target` and take `pull_request` away from it.',
  check: (facts) =>
    aboutUses(facts, ['gate'], ({ workflow, events }) => {
      if (!events.has('pull_request')) return []
      const message = events.has('pull_request_target')
        ? 'The gate runs on pull_request too, with the workflow file of the pull request itself'
        : 'On pull_request the pull request brings its own workflow file, and forks may not post a status'
      return [{ message, at: workflow.at.locate(['on', 'pull_request'], 'key') }]
    }),
})
