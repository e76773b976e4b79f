import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { withInherited } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import { excludesHolding } from './sod-pairs.ts'

export const conflictsAreSatisfiable = defineRule({
  id: 'SOD-004',
  name: 'conflicts-are-satisfiable',
  title: 'No role contains both sides of a conflict',
  subject: 'sod-pair',
  severity: 'error',
  rationale: 'Nobody can hold such a role without breaking the rule, so the rule would be waived for good.',
  remedy: 'Split the role, or change what it inherits.',
  criteria: ['CC5.1', 'CC6.3'],
  since: '0.1.0',

  check({ value: pair, at }, { model }) {
    if (!excludesHolding(model, pair))
      return notApplicable('the roles may be held together, only not used in one change')
    const [one, other] = pair.roles
    if (one === undefined || other === undefined) return notApplicable('it does not name two roles')
    const both = [...model.roles.values()].filter(({ value }) => {
      const contained = withInherited(model, value.id)
      return contained.has(one) && contained.has(other)
    })
    return failIfAny(
      both.map((role) => ({
        message: `The role ${role.value.id} contains ${one} and ${other}, which exclude each other (${pair.id})`,
        at: role.at.locate(['inherits']),
        related: [{ at: at.locate(), message: 'the pair of roles that exclude each other' }],
      })),
    )
  },
})
