import type { Finding } from '../../model/outcome.ts'
import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { missingTypes } from '../event-types.ts'
import { readableWorkflows, type SetupFacts } from '../setup-facts.ts'
import type { Workflow } from '../workflow.ts'

export const reviewsAreNoticed = defineCheck({
  id: 'DOC-026',
  name: 'reviews-are-noticed',
  title: 'The gate runs again when somebody reviews',
  severity: 'error',
  remedy: 'Add `pull_request_review:` without `types`, or `workflow_run`, or a schedule.',
  check: (facts) =>
    aboutUses(facts, ['gate'], ({ workflow, events }): readonly Finding[] => {
      if (!['pull_request_review', 'workflow_run', 'schedule'].some((event) => events.has(event))) {
        const message = 'Nothing runs the gate after a review: an approval would change nothing'
        return [{ message, at: workflow.at.locate(['on'], 'key') }]
      }
      if (events.has('workflow_run') && !events.has('pull_request_review') && !isWoken(workflow, facts)) {
        const message = 'None of the workflows that the gate waits for runs when somebody reviews'
        const finding = { message, at: workflow.at.locate(['on', 'workflow_run'], 'key') }
        return [events.has('schedule') ? { ...finding, severity: 'warning' } : finding]
      }
      const missing = missingTypes(workflow, 'pull_request_review', ['submitted', 'dismissed', 'edited'])
      if (missing.length === 0) return []
      const at = workflow.at.locate(['on', 'pull_request_review', 'types'], 'key')
      return [{ message: `A review that is ${missing.join(' or ')} does not run the gate`, at }]
    }),
})

/** Whether a workflow of this repository that the gate waits for runs on reviews; GitHub knows it by its name. */
function isWoken({ events }: Workflow, facts: SetupFacts): boolean {
  const named = events.get('workflow_run')?.['workflows']
  const names = Array.isArray(named) ? named.map(String) : [String(named)]
  return readableWorkflows(facts).some((one) => names.includes(one.name) && one.events.has('pull_request_review'))
}
