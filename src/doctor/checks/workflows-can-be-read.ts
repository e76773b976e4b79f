import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'
import { unreadWorkflows } from '../setup-facts.ts'

export const workflowsCanBeRead = defineCheck({
  id: 'DOC-020',
  name: 'workflows-can-be-read',
  title: 'Every workflow that may run Countersign can be read',
  severity: 'error',
  remedy: 'Correct it; anchors and aliases are not read here, write them out.',
  check(facts) {
    const findings = unreadWorkflows(facts).map(({ what, at }): Finding => ({ message: what, at, severity: 'warning' }))
    // GitHub may read what is not read here: what it does is then not known, which is no pass.
    return findings.length > 0
      ? failIfAny(findings)
      : facts.workflows.length === 0
        ? notApplicable('there is no workflow')
        : pass
  },
})
