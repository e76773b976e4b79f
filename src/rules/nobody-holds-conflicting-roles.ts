import { failIfAny, notApplicable } from '../model/outcome.ts'
import type { RoleAssignment } from '../model/records.ts'
import { withInherited } from '../model/role-holders.ts'
import { defineRule } from './define-rule.ts'
import { excludesHolding } from './sod-pairs.ts'

export const nobodyHoldsConflictingRoles = defineRule({
  id: 'SOD-001',
  name: 'nobody-holds-conflicting-roles',
  title: 'Nobody holds two roles at once that exclude each other',
  subject: 'person',
  severity: 'error',
  rationale: 'Who can do both halves of something can do it alone and hide it.',
  remedy: 'End one of the assignments, or tolerate it with an Exception that names SOD-001 and the person.',
  criteria: ['CC5.1', 'CC6.3'],
  since: '0.1.0',

  check({ value: person }, { model, asOf, assignmentsOf }) {
    const held = (assignmentsOf.get(person.id) ?? [])
      .filter(({ value }) => value.expires === undefined || value.expires >= asOf)
      .map((assignment) => ({ assignment, roles: withInherited(model, assignment.value.role) }))
    if (held.length === 0) return notApplicable('the person holds no role')
    const findings = [...model.sodPairs.values()].flatMap((pair) => {
      if (!excludesHolding(model, pair.value)) return []
      const [one, other] = pair.value.roles
      if (one === undefined || other === undefined) return []
      const conflict = held.flatMap((a) =>
        held
          .filter((b) => a.roles.has(one) && b.roles.has(other) && overlap(a.assignment.value, b.assignment.value))
          .map((b) => ({ a, b })),
      )[0]
      if (conflict === undefined) return []
      const { a, b } = conflict
      const later = a.assignment.value.grantedAt > b.assignment.value.grantedAt ? a : b
      const earlier = later === a ? b : a
      return [
        {
          message: `${person.id} holds ${one} and ${other}, which exclude each other (${pair.value.id})`,
          at: later.assignment.at.locate(['role'], 'value'),
          related: [
            ...(earlier === later
              ? []
              : [{ at: earlier.assignment.at.locate(['role'], 'value'), message: 'the other assignment' }]),
            { at: pair.at.locate(), message: 'why they exclude each other' },
          ],
        },
      ]
    })
    return failIfAny(findings)
  },
})

/** Whether two assignments have a day in common. */
const overlap = (a: RoleAssignment, b: RoleAssignment): boolean =>
  (a.expires === undefined || b.grantedAt <= a.expires) && (b.expires === undefined || a.grantedAt <= b.expires)
