import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { readableWorkflows } from '../setup-facts.ts'
import type { Step } from '../workflow.ts'

export const headIsNotCheckedOut = defineCheck({
  id: 'DOC-037',
  name: 'head-is-not-checked-out',
  title: 'A workflow with rights of its own never checks out the code of a pull request',
  severity: 'error',
  remedy:
    'Check out nothing there, or the base: what a pull request brings would run with the token and the secrets of the job.',
  check(facts) {
    const findings = readableWorkflows(facts)
      .filter(({ events }) => privileged.some((event) => events.has(event)))
      .flatMap((workflow) =>
        workflow.jobs.flatMap(({ steps }) =>
          steps.flatMap((step) => {
            const found = bringsHead(step)
            return found === undefined
              ? []
              : [{ message: found.message, at: workflow.at.locate([...step.path, ...found.path], 'value') }]
          }),
        ),
      )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.workflows.length === 0 ? notApplicable('there is no workflow') : pass)
  },
})

/** Events on which the token may write and secrets are given, whoever opened the pull request. */
const privileged = ['pull_request_target', 'workflow_run', 'issue_comment']
const head =
  /github\.event\.pull_request\.(?:head|merge_commit_sha)|github\.head_ref|github\.event\.workflow_run\.head|refs\/pull\//

function bringsHead({ uses = '', run = '', inputs }: Step) {
  if (/^actions\/checkout@/i.test(uses)) {
    for (const name of ['ref', 'repository']) {
      if (head.test(inputs.get(name) ?? ''))
        return { message: 'The code of the pull request is checked out', path: ['with', name] }
    }
    if (inputs.get('allow-unsafe-pr-checkout') === 'true') {
      return {
        message: 'Checking out the code of a pull request is allowed',
        path: ['with', 'allow-unsafe-pr-checkout'],
      }
    }
  }
  if (
    /\bgh\s+pr\s+checkout\b|\bpull\/[^\s/]{1,100}\/(?:head|merge)\b/.test(run) ||
    (/\bgit\b/.test(run) && head.test(run))
  ) {
    return { message: 'A command fetches the code of the pull request', path: ['run'] }
  }
  return undefined
}
