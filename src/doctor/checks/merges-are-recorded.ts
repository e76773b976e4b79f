import { startOf } from '../../model/location.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const mergesAreRecorded = defineCheck({
  id: 'DOC-023',
  name: 'merges-are-recorded',
  title: 'A workflow records what was merged',
  severity: 'warning',
  remedy: 'Add a workflow with `mode: record` on `push` to the protected branch; `countersign init` writes one.',
  check(facts) {
    if (facts.uses.some(({ kind, events }) => kind === 'record' && events.has('push'))) return pass
    return (
      openWorkflows(facts) ??
      failIfAny([
        {
          message: 'No workflow runs `mode: record` on pushes: no evidence is gathered',
          at: startOf('.github/workflows'),
        },
      ])
    )
  },
})
