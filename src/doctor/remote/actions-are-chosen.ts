import { failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const actionsAreChosen = defineRemoteCheck({
  id: 'DOC-113',
  name: 'actions-are-chosen',
  title: 'Actions run, and only those that were chosen',
  severity: 'error',
  criteria: ['CC6.8'],
  settings: 'settings/actions',
  remedy: 'Allow Actions, and under "Actions permissions" choose which may be used.',
  check({ posture: { actions } }) {
    if (!actions.known) return notDetermined(actions.why)
    const { enabled, allowed } = actions.value
    if (!enabled) return failIfAny([finding('Actions are off: no gate judges and no recording runs')])
    if (allowed === null) return notDetermined('the forge does not say which actions are allowed')
    const anyAction = finding('Every action of everybody may be used in a workflow', { severity: 'warning' })
    return failIfAny(allowed === 'all' ? [anyAction] : [])
  },
})
