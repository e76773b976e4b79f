import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const affectedSystemsExist = defineRule({
  id: 'CHG-011',
  name: 'affected-systems-exist',
  title: 'A change names systems that are in the inventory',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'Reviewers, owners and freezes are found by system; a misspelt one finds nobody. Where no system is declared there is nothing to compare with. Whether all systems are named that the files touch cannot be told from the records.',
  remedy: 'Write the id of the system in the inventory, or add the system there.',
  criteria: ['CC8.1', 'CC6.1'],
  since: '0.1.0',

  check({ value: change, at }, { model, nearestName }) {
    if (change.status === 'cancelled') return notApplicable('the change is cancelled')
    if (model.systems.size === 0) return notApplicable('no system is declared')
    const { affectedSystems = [] } = change
    if (affectedSystems.length === 0) {
      if (change.status !== 'submitted') return notApplicable('it names no system yet')
      const message = `${change.id} is submitted, but names no affected system`
      return failIfAny([{ message, at: at.locate(['status'], 'value') }])
    }
    const findings = affectedSystems.flatMap((system, index) => {
      if (model.systems.has(system) || model.malformedIds.has(system)) return []
      const near = nearestName(system, ['system'])
      return [
        {
          message: `${change.id} affects the system ${system}, which is not in the inventory`,
          at: at.locate(['affectedSystems', index], 'value'),
          ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
        },
      ]
    })
    return failIfAny(findings)
  },
})
