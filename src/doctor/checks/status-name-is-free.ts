import { gateStatusName } from '../../model/gate-status-name.ts'
import { type Finding, failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { readableWorkflows } from '../setup-facts.ts'
import { textsIn } from '../workflow.ts'

export const statusNameIsFree = defineCheck({
  id: 'DOC-036',
  name: 'status-name-is-free',
  title: 'Nothing but the gate reports under the name of its status',
  severity: 'error',
  remedy:
    'Give the job another name: a check run of that name would stand beside the status and could be taken for it.',
  check(facts) {
    const findings = readableWorkflows(facts).flatMap((workflow) =>
      workflow.jobs.flatMap((job): Finding[] => [
        ...(isTaken(job.name)
          ? [
              {
                message: `The job is called ${job.name}, like the status of the gate`,
                at: workflow.at.locate([...job.path, 'name'], 'value'),
              },
            ]
          : []),
        ...[...textsIn(job.data['steps'], [...job.path, 'steps'])].flatMap(([text, path]) =>
          text.includes(`${gateStatusName} (`)
            ? [
                {
                  message: 'A step names the status of the gate, as if it posted it',
                  at: workflow.at.locate(path, 'key'),
                },
              ]
            : [],
        ),
      ]),
    )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.workflows.length === 0 ? notApplicable('there is no workflow') : pass)
  },
})

const isTaken = (name: string): boolean => name.trim().toLowerCase().startsWith(gateStatusName)
