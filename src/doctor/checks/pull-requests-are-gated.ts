import { startOf } from '../../model/location.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const pullRequestsAreGated = defineCheck({
  id: 'DOC-022',
  name: 'pull-requests-are-gated',
  title: 'A workflow gates every pull request',
  severity: 'error',
  remedy: 'Add a workflow with `mode: gate`; `countersign init` writes one.',
  check(facts) {
    if (
      facts.uses.some(
        ({ kind, events }) => kind === 'gate' && (events.has('pull_request_target') || events.has('pull_request')),
      )
    )
      return pass
    return (
      openWorkflows(facts) ??
      failIfAny([{ message: 'No workflow runs `mode: gate` on pull requests', at: startOf('.github/workflows') }])
    )
  },
})
