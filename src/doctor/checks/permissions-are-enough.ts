import { aboutUses, everyKind } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import { grantedTo, levelOf, neededBy } from '../needed-permissions.ts'

export const permissionsAreEnough = defineCheck({
  id: 'DOC-031',
  name: 'permissions-are-enough',
  title: 'Every job has the permissions that Countersign needs',
  severity: 'error',
  remedy: 'Add what is missing to the `permissions` of the job; the README has the list for each mode.',
  check: (facts) =>
    aboutUses(facts, everyKind, (use) => {
      const granted = grantedTo(use)
      if (granted === undefined) return []
      return Object.entries(neededBy(use)).flatMap(([scope, level]) => {
        const has = levelOf(granted, scope)
        if (has === 'write' || has === level) return []
        const path = use.job.permissions === undefined ? ['permissions'] : [...use.job.path, 'permissions']
        return [
          { message: `The job ${use.job.id} needs \`${scope}: ${level}\``, at: use.workflow.at.locate(path, 'key') },
        ]
      })
    }),
})
