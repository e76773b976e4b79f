import { aboutUses, everyKind } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const permissionsAreWritten = defineCheck({
  id: 'DOC-030',
  name: 'permissions-are-written',
  title: 'Every job that runs Countersign says its permissions',
  severity: 'error',
  remedy: 'Write `permissions: {}` at the top of the workflow and what the job needs in the job.',
  check: (facts) =>
    aboutUses(facts, everyKind, ({ workflow, job }) => {
      if (job.permissions !== undefined || workflow.permissions !== undefined) return []
      const message = `The job ${job.id} has whatever the repository gives by default`
      return [{ message, at: workflow.at.locate(job.path, 'key') }]
    }),
})
