import { type Finding, failIfAny } from '../../model/outcome.ts'
import { aboutUses, everyKind } from '../about-uses.ts'
import type { Use } from '../countersign-step.ts'
import { defineCheck } from '../define-check.ts'
import { neededBy } from '../needed-permissions.ts'
import { ownWorkflows } from '../setup-facts.ts'
import type { Permissions, Workflow } from '../workflow.ts'

export const permissionsAreLeast = defineCheck({
  id: 'DOC-032',
  name: 'permissions-are-least',
  title: 'No job may write more than Countersign needs',
  severity: 'error',
  remedy: 'Give each job what it needs and no more: whoever takes over a step of it has all of that.',
  check(facts) {
    const jobs = aboutUses(facts, everyKind, (use) => tooMuch(use, facts.uses))
    const tops = ownWorkflows(facts).flatMap(atTop)
    if (tops.length === 0) return jobs
    return failIfAny([...(jobs.kind === 'fail' ? jobs.findings : []), ...tops])
  },
})

function tooMuch({ job, workflow, kind }: Use, uses: readonly Use[]): Finding[] {
  if (job.permissions === undefined) return []
  // A job may serve several purposes.
  const needed = uses.filter((use) => use.job === job).map(neededBy)
  const path = [...job.path, 'permissions']
  return writable(job.permissions)
    .filter((scope) => !needed.some((one) => one[scope] === 'write'))
    .map((scope) => ({
      message:
        scope === '*'
          ? `The job ${job.id} may write everything`
          : `The job ${job.id} may write ${scope}, which mode ${kind} does not need`,
      at: workflow.at.locate(scope === '*' ? path : [...path, scope], 'key'),
    }))
}

/** What is granted at the top is granted to every job that is added later. */
const atTop = ({ permissions, at }: Workflow): Finding[] =>
  (permissions === undefined ? [] : writable(permissions)).map((scope) => ({
    message: scope === '*' ? 'Every job may write everything' : `Every job of this workflow may write ${scope}`,
    at: at.locate(scope === '*' ? ['permissions'] : ['permissions', scope], 'key'),
  }))

function writable(permissions: Permissions): readonly string[] {
  if (permissions.kind === 'all') return permissions.level === 'write' ? ['*'] : []
  return [...permissions.grants].flatMap(([scope, level]) => (level === 'write' ? [scope] : []))
}
