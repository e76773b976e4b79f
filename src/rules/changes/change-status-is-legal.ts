import { failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const changeStatusIsLegal = defineRule({
  id: 'CHG-010',
  name: 'change-status-is-legal',
  title: 'A cancelled change stays cancelled',
  subject: 'change-request',
  severity: 'error',
  rationale: 'A change that comes back under its old id would take its old approvals along.',
  remedy: 'Write a new change request with an id of its own.',
  criteria: ['CC8.1'],
  since: '0.1.0',
  needs: 'base',

  check({ value: change, at }, { base }) {
    const before = base?.changes.get(change.id)
    if (base?.malformedIds.has(change.id) === true) return notDetermined('it could not be read on the base')
    if (before === undefined) {
      if (change.status !== 'cancelled') return pass
      return failIfAny([{ message: `${change.id} is new and already cancelled`, at: at.locate(['status'], 'value') }])
    }
    if (before.value.status !== 'cancelled' || change.status === 'cancelled') return pass
    const message = `${change.id} goes from cancelled back to ${change.status}`
    return failIfAny([{ message, at: at.locate(['status'], 'value') }])
  },
})
