import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const noConditionLeavesOut = defineCheck({
  id: 'DOC-029',
  name: 'no-condition-leaves-out',
  title: 'No condition keeps Countersign from running',
  severity: 'error',
  remedy:
    'Take the `if:` away, or compare `github.event_name` only: a job that is left out posts no status, and its check counts as passed.',
  check: (facts) =>
    aboutUses(facts, ['check', 'gate', 'record'], ({ workflow, job, step, unclear }) => {
      if (unclear === undefined) return []
      const path = unclear === 'job' ? job.path : step.path
      const message = `Whether the ${unclear} runs depends on more than the event`
      return [{ message, at: workflow.at.locate([...path, 'if'], 'value') }]
    }),
})
