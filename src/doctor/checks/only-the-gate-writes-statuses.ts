import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { grantedTo, levelOf } from '../needed-permissions.ts'
import { readableWorkflows } from '../setup-facts.ts'

export const onlyTheGateWritesStatuses = defineCheck({
  id: 'DOC-046',
  name: 'only-the-gate-writes-statuses',
  title: 'Only the gate may post statuses',
  severity: 'warning',
  remedy: 'Take `statuses: write` away from the job: whoever has it can post a status of the same name as the gate.',
  check(facts) {
    const gates = new Set(facts.uses.flatMap(({ kind, job }) => (kind === 'gate' ? [job] : [])))
    const known = readableWorkflows(facts).filter((workflow) => !facts.called.includes(workflow))
    const findings = known.flatMap((workflow) =>
      workflow.jobs.flatMap((job) => {
        const granted = grantedTo({ job, workflow })
        if (gates.has(job) || granted === undefined || levelOf(granted, 'statuses') !== 'write') return []
        return [{ message: `The job ${job.id} may post statuses`, at: workflow.at.locate(job.path, 'key') }]
      }),
    )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.workflows.length === 0 ? notApplicable('there is no workflow') : pass)
  },
})
