import type { Finding } from '../../model/outcome.ts'
import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const mergeQueueIsAnswered = defineCheck({
  id: 'DOC-025',
  name: 'merge-queue-is-answered',
  title: 'Required statuses are posted for merge groups too',
  severity: 'error',
  remedy: 'Add `merge_group:` to the events of the workflow: a queue waits for ever for a status that never comes.',
  check: (facts) =>
    aboutUses(facts, ['gate', 'check'], ({ kind, workflow, events }): readonly Finding[] => {
      if (events.has('merge_group')) return []
      if (kind === 'check' && !events.has('pull_request')) return []
      const finding = { message: `Mode ${kind} does not run on merge_group`, at: workflow.at.locate(['on'], 'key') }
      // Whether the job of a check is required is not known here; the status of the gate is made to be.
      return [kind === 'gate' ? finding : { ...finding, severity: 'warning' }]
    }),
})
