import type { Located } from '../../model/location.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import type { RoleAssignment } from '../../model/records.ts'
import { withInherited } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
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
      .sort((a, b) => (a.assignment.value.grantedAt < b.assignment.value.grantedAt ? -1 : 1))
    if (held.length === 0) return notApplicable('the person holds no role')
    const findings = [...model.sodPairs.values()].flatMap((pair) => {
      if (!excludesHolding(model, pair.value)) return []
      const [one, other] = pair.value.roles
      if (one === undefined || other === undefined) return []
      const conflict = firstOverlap(
        held.filter(({ roles }) => roles.has(one)),
        held.filter(({ roles }) => roles.has(other)),
      )
      if (conflict === undefined) return []
      const [a, b] = conflict
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

interface Held {
  readonly assignment: Located<RoleAssignment>
}

/**
 * Two assignments, one of each list, that have a day in common. Both lists begin with what was granted first; the one that
 * ends first can overlap with nothing later, so each is looked at once.
 */
function firstOverlap<T extends Held>(left: readonly T[], right: readonly T[]): readonly [T, T] | undefined {
  for (let i = 0, j = 0; ; ) {
    const [a, b] = [left[i], right[j]]
    if (a === undefined || b === undefined) return undefined
    if (endsBefore(a, b)) i += 1
    else if (endsBefore(b, a)) j += 1
    else return [a, b]
  }
}

const endsBefore = (a: Held, b: Held): boolean =>
  a.assignment.value.expires !== undefined && a.assignment.value.expires < b.assignment.value.grantedAt
