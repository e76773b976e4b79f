import type { RecordPath } from '../../model/location.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { runsOn } from '../job-condition.ts'
import { ownWorkflows } from '../setup-facts.ts'
import { textsIn } from '../workflow.ts'

export const secretsStayFromPullRequests = defineCheck({
  id: 'DOC-045',
  name: 'secrets-stay-from-pull-requests',
  title: 'No secret is given to a job that runs the workflow of a pull request',
  severity: 'error',
  remedy: 'Move what needs the secret into a workflow of its own, on `push` or a schedule.',
  check(facts) {
    const findings = ownWorkflows(facts).flatMap((workflow) =>
      workflow.jobs
        .filter(({ condition }) =>
          ['pull_request', 'pull_request_review'].some(
            (event) => workflow.events.has(event) && runsOn(condition, event) !== false,
          ),
        )
        .flatMap((job) =>
          [...textsIn(job.data, job.path)].flatMap(([text, path]) => {
            const name = secretIn(text, path)
            return name === undefined
              ? []
              : [
                  {
                    message: `${name} is given to a workflow that the pull request itself brings`,
                    at: workflow.at.locate(path, 'key'),
                  },
                ]
          }),
        ),
    )
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.uses.length === 0 ? notApplicable('no workflow runs Countersign') : pass)
  },
})

/** A secret beside the token that every run has anyway. */
function secretIn(text: string, path: RecordPath): string | undefined {
  if (path.length === 3 && path[2] === 'secrets' && text === 'inherit') return 'Every secret'
  for (const [, name = ''] of text.matchAll(/\bsecrets\s*(?:\.\s*|\[\s*')(\w+)/g)) {
    if (name.toUpperCase() !== 'GITHUB_TOKEN') return `The secret ${name}`
  }
  return /\btoJSON\s*\(\s*secrets\s*\)/i.test(text) ? 'Every secret' : undefined
}
