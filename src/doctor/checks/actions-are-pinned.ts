import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { ownWorkflows } from '../setup-facts.ts'
import { isPlaceholder, usedIn } from '../used-actions.ts'

export const actionsArePinned = defineCheck({
  id: 'DOC-033',
  name: 'actions-are-pinned',
  title: 'Workflows that run Countersign use actions by full commit id',
  severity: 'error',
  remedy:
    'Write the 40 digits of a commit you have read, with the version in a comment: a tag or branch can be moved to other code.',
  check(facts) {
    const findings = ownWorkflows(facts).flatMap((workflow) =>
      usedIn(workflow).flatMap(([uses, path]) => {
        if (isPinned(uses) || isPlaceholder(uses)) return []
        return [{ message: `${uses} is not pinned to a commit`, at: workflow.at.locate(path, 'value') }]
      }),
    )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.uses.length === 0 ? notApplicable('no workflow runs Countersign') : pass)
  },
})

/** Files of the repository itself are pinned by the commit that runs. */
const isPinned = (uses: string): boolean =>
  uses.startsWith('./') ||
  /^docker:\/\/\S+@sha256:[0-9a-f]{64}$/.test(uses) ||
  /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses)
