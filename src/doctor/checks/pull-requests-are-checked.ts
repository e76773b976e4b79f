import { startOf } from '../../model/location.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const pullRequestsAreChecked = defineCheck({
  id: 'DOC-021',
  name: 'pull-requests-are-checked',
  title: 'A workflow checks the files of every pull request',
  severity: 'error',
  remedy: 'Add a workflow with `mode: check` on `pull_request`; `countersign init` writes one.',
  check(facts) {
    if (facts.uses.some(({ kind, events }) => kind === 'check' && events.has('pull_request'))) return pass
    return (
      openWorkflows(facts) ??
      failIfAny([{ message: 'No workflow runs `mode: check` on pull requests', at: startOf('.github/workflows') }])
    )
  },
})
