import { aboutUses, everyKind } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const failuresCount = defineCheck({
  id: 'DOC-047',
  name: 'failures-count',
  title: 'A failure of Countersign fails its job',
  severity: 'error',
  remedy: 'Take `continue-on-error` away: a check that may fail is green whatever it finds.',
  check: (facts) =>
    aboutUses(facts, everyKind, ({ workflow, job, step }) =>
      [job, step]
        .filter(({ mayFail }) => mayFail)
        .map(({ path }) => ({
          message: 'A failure is passed over',
          at: workflow.at.locate([...path, 'continue-on-error'], 'key'),
        })),
    ),
})
