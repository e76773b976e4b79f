import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineCheck } from '../define-check.ts'
import { openPlaces } from '../setup-facts.ts'

export const workflowsCanBeRead = defineCheck({
  id: 'DOC-020',
  name: 'workflows-can-be-read',
  title: 'Every workflow that may run Countersign can be read',
  severity: 'error',
  remedy: 'Correct it. Write anchors and aliases out, and put Countersign into a workflow with events of its own.',
  check(facts) {
    const findings = openPlaces(facts).map(({ what, at }): Finding => ({ message: what, at, severity: 'warning' }))
    // GitHub may read what is not read here: what it does is then not known, which is no pass.
    return findings.length > 0
      ? failIfAny(findings)
      : facts.workflows.length === 0
        ? notApplicable('there is no workflow')
        : pass
  },
})
