import { aboutUses, everyKind } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const tokenIsNotKept = defineCheck({
  id: 'DOC-039',
  name: 'token-is-not-kept',
  title: 'The checkout before Countersign does not leave its token behind',
  severity: 'warning',
  remedy: 'Write `persist-credentials: false` in actions/checkout: Countersign uses the token it is given.',
  check: (facts) =>
    aboutUses(facts, everyKind, ({ workflow, job, step }) =>
      job.steps.slice(0, job.steps.indexOf(step)).flatMap(({ uses = '', inputs, path }) => {
        if (!/^actions\/checkout@/i.test(uses) || inputs.get('persist-credentials') === 'false') return []
        return [{ message: 'The checkout leaves its token in .git/config', at: workflow.at.locate([...path, 'with']) }]
      }),
    ),
})
