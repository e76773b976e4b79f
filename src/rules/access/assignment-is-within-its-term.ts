import { addDuration } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { withInherited } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import { accessMethodOf } from './access-method.ts'

export const assignmentIsWithinItsTerm = defineRule({
  id: 'ACC-002',
  name: 'assignment-is-within-its-term',
  title: 'A role is assigned for no longer than its term',
  subject: 'role-assignment',
  severity: 'error',
  rationale: 'A right that does not end by itself stays long after it was needed.',
  remedy: 'Set `expires` within the term; ask again when it is still needed then.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',

  check({ value: assignment, at }, { model, program }) {
    const { role, person, grantedAt, expires } = assignment
    const limits = [...withInherited(model, role)].flatMap((id) => {
      const known = model.roles.get(id)?.value
      const own = known?.maxAssignment
      const term = own ?? (known?.privileged === true ? accessMethodOf(program).privilegedTerm : undefined)
      return term === undefined ? [] : [{ id, term, latest: addDuration(grantedAt, term) }]
    })
    const [limit] = limits.toSorted((a, b) => (a.latest < b.latest ? -1 : 1))
    if (limit === undefined) return notApplicable('the role has no term')
    if (expires !== undefined && expires <= limit.latest) return pass
    const what = `The assignment of ${role} to ${person}`
    const related = model.roles.get(limit.id)
    return failIfAny([
      {
        message: expires === undefined ? `${what} never ends` : `${what} lasts until ${expires}`,
        at: at.locate([expires === undefined ? 'grantedAt' : 'expires'], 'value'),
        hint: `${limit.id} is assigned for at most ${limit.term}: until ${limit.latest}`,
        ...(related === undefined ? {} : { related: [{ at: related.at.locate(), message: 'the role' }] }),
      },
    ])
  },
})
