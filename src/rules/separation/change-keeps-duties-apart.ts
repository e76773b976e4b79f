import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { rolesOn } from '../../model/role-holders.ts'
import { toDay } from '../dates.ts'
import { defineRule } from '../define-rule.ts'

export const changeKeepsDutiesApart = defineRule({
  id: 'SOD-002',
  name: 'change-keeps-duties-apart',
  title: 'Nobody acts in two parts of one change whose roles exclude each other in it',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'A pair with the scope same-change lets one person hold both roles, but not use both on one change. Looked at are the parts that the request names; who did what in the end is compared by the gate.',
  remedy: 'Let somebody else take one of the parts.',
  criteria: ['CC5.1', 'CC8.1'],
  since: '0.1.0',

  check({ value: change, at }, { model, timezone }) {
    if (change.status === 'cancelled') return notApplicable('the change is cancelled')
    const pairs = [...model.sodPairs.values()].filter(({ value }) => value.scope === 'same-change')
    if (pairs.length === 0) return notApplicable('no pair of roles excludes the other in one change')
    const parts = [
      { person: change.requestedBy, part: 'asks for it', path: ['requestedBy'] },
      ...(change.plannedDeployer === undefined
        ? []
        : [{ person: change.plannedDeployer, part: 'will deploy it', path: ['plannedDeployer'] }]),
      ...(change.approvers ?? []).map((person, index) => ({
        person,
        part: 'is asked to approve it',
        path: ['approvers', index],
      })),
    ]
    const day = toDay(change.requestedAt, timezone)
    const findings = parts.flatMap(({ person, part, path }, index) => {
      const earlier = parts.slice(0, index).find((one) => one.person === person)
      if (earlier === undefined) return []
      const held = rolesOn(model, person, day)
      return pairs
        .filter(({ value: { roles } }) => roles.length > 1 && roles.every((role) => held.has(role)))
        .map(({ value: pair, at: place }) => ({
          message: `${person} ${earlier.part} and ${part} in ${change.id}, as ${pair.roles.join(' and ')}, which exclude each other (${pair.id})`,
          at: at.locate(path, 'value'),
          related: [
            { at: at.locate(earlier.path, 'value'), message: `the other part: ${earlier.part}` },
            { at: place.locate(), message: 'why they exclude each other' },
          ],
        }))
    })
    return failIfAny(findings)
  },
})
