import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { isMapping } from '../workflow.ts'

export const recordIsNotCancelled = defineCheck({
  id: 'DOC-040',
  name: 'record-is-not-cancelled',
  title: 'No later run cancels the recording',
  severity: 'error',
  remedy: 'Take `cancel-in-progress` away: a run that is cut records nothing, and the next one may be cut too.',
  check: (facts) =>
    aboutUses(facts, ['record'], ({ workflow, job }) =>
      (
        [
          [workflow.concurrency, ['concurrency']],
          [job.concurrency, [...job.path, 'concurrency']],
        ] as const
      ).flatMap(([concurrency, path]) => {
        const cancels = isMapping(concurrency) ? concurrency['cancel-in-progress'] : undefined
        if (cancels === undefined || cancels === null || cancels === false) return []
        return [
          {
            message: 'A run that records is cancelled by the next one',
            at: workflow.at.locate([...path, 'cancel-in-progress'], 'key'),
          },
        ]
      }),
    ),
})
