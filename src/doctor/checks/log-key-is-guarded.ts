import type { Finding } from '../../model/outcome.ts'
import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'

export const logKeyIsGuarded = defineCheck({
  id: 'DOC-044',
  name: 'log-key-is-guarded',
  title: 'The signing key of the log is a secret of an environment',
  severity: 'error',
  remedy:
    'Keep it as a secret of an environment that only the default branch may use, and name the environment in the job.',
  check: (facts) =>
    aboutUses(facts, ['record'], ({ workflow, job, step }): readonly Finding[] => {
      const key = step.inputs.get('log-key')
      if (key === undefined) {
        const message = 'The input log-key is missing: what is recorded is not signed'
        return [{ message, at: workflow.at.locate(step.path), severity: 'warning' }]
      }
      const at = workflow.at.locate([...step.path, 'with', 'log-key'], 'key')
      if (!/^\s*\$\{\{\s*secrets\.\w+\s*\}\}\s*$/.test(key))
        return [{ message: 'The key is not taken from a secret', at }]
      return job.hasEnvironment
        ? []
        : [{ message: 'The job names no environment: a workflow on any branch can read the key', at }]
    }),
})
