import { failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const administratorsAreMembers = defineRemoteCheck({
  id: 'DOC-122',
  name: 'administrators-are-members',
  title: 'Nobody from outside and no machine can change these settings',
  severity: 'warning',
  criteria: ['CC6.3', 'CC6.2'],
  settings: 'settings/access',
  remedy: 'Give them the role that they need: whoever administers the repository can switch off every rule.',
  check({ posture: { administrators } }) {
    if (!administrators.known) return notDetermined(administrators.why)
    const hint = `${administrators.value.length} accounts administer the repository`
    return failIfAny(
      administrators.value.flatMap(({ login, isBot, isOutside }) => [
        ...(isOutside ? [finding(`${login} is not a member of the organisation and administers it`, { hint })] : []),
        ...(isBot ? [finding(`${login} is a machine and administers the repository`, { hint })] : []),
      ]),
    )
  },
})
