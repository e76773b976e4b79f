import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { faultsOf } from '../exceptions/judge-exception.ts'
import { nobodyHoldsConflictingRoles } from './nobody-holds-conflicting-roles.ts'

export const toleratedConflictIsValid = defineRule({
  id: 'SOD-003',
  name: 'tolerated-conflict-is-valid',
  title: 'A conflict of roles is tolerated only by a valid exception',
  subject: 'exception',
  severity: 'error',
  rationale: 'A conflict that was allowed for three months and then forgotten is a conflict.',
  remedy: 'Renew the exception with its approver, or end one of the assignments.',
  criteria: ['CC5.1'],
  since: '0.1.0',
  unwaivable: true,

  check({ value: exception, at }, context) {
    if (exception.rule !== nobodyHoldsConflictingRoles.id) return notApplicable('it tolerates no conflict of roles')
    const people = exception.resources.flatMap((id) => context.model.people.get(id) ?? [])
    const conflicts = people.flatMap((person) => {
      const outcome = nobodyHoldsConflictingRoles.check(person, context)
      return outcome.kind === 'fail' ? outcome.findings : []
    })
    if (conflicts.length === 0) return notApplicable('there is no conflict any more')
    return failIfAny(
      faultsOf(exception, context).map(({ message, path, hint }) => ({
        message: `${message}; the conflict of roles is still there`,
        at: at.locate(path),
        ...(hint === undefined ? {} : { hint }),
        related: conflicts.map(({ at: place, message: what }) => ({ at: place, message: what })),
      })),
    )
  },
})
