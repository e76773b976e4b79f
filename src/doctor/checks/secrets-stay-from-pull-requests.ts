import type { RecordPath } from '../../model/location.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { runsOn } from '../job-condition.ts'
import { ownWorkflows } from '../setup-facts.ts'
import { type Job, textsIn, type Workflow } from '../workflow.ts'

export const secretsStayFromPullRequests = defineCheck({
  id: 'DOC-045',
  name: 'secrets-stay-from-pull-requests',
  title: 'No secret is given to a job that runs the workflow of a pull request',
  severity: 'error',
  remedy: 'Move what needs the secret into a workflow of its own, on `push` or a schedule.',
  check(facts) {
    const findings = ownWorkflows(facts).flatMap((workflow) => {
      const jobs = workflow.jobs.filter((job) => theirs.some((event) => mayRun(workflow, job, event)))
      const texts = jobs.flatMap((job) => [...textsIn(job.data, job.path)])
      const shared = jobs.length === 0 ? [] : [...textsIn(workflow.variables, ['env'])]
      return [...shared, ...texts].flatMap(([text, path]) => {
        const name = secretIn(text, path)
        const message = `${name} is given to a workflow that the pull request itself brings`
        return name === undefined ? [] : [{ message, at: workflow.at.locate(path, 'key') }]
      })
    })
    if (findings.length > 0) return failIfAny(findings)
    return openWorkflows(facts) ?? (facts.uses.length === 0 ? notApplicable('no workflow runs Countersign') : pass)
  },
})

/** Events on which the workflow file of the pull request runs. */
const theirs = ['pull_request', 'pull_request_review']

const mayRun = ({ events }: Workflow, { condition }: Job, event: string): boolean =>
  events.has(event) && runsOn(condition, event) !== false

/** A secret beside the token that every run has anyway. */
function secretIn(text: string, path: RecordPath): string | undefined {
  if (path.length === 3 && path[2] === 'secrets' && text === 'inherit') return 'Every secret'
  for (const [, name = ''] of text.matchAll(/\bsecrets\s*(?:\.\s*|\[\s*')(\w+)/g)) {
    if (name.toUpperCase() !== 'GITHUB_TOKEN') return `The secret ${name}`
  }
  return /\btoJSON\s*\(\s*secrets\s*\)/i.test(text) ? 'Every secret' : undefined
}
