import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { openWorkflows } from '../about-uses.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding } from '../judge-guards.ts'

export const queueIsAnswered = defineRemoteCheck({
  id: 'DOC-118',
  name: 'queue-is-answered',
  title: 'Where the branch has a merge queue, the gate judges its groups',
  severity: 'error',
  criteria: ['CC8.1'],
  settings: 'settings/rules',
  remedy: 'Add `merge_group:` to the events of the workflow of the gate: a queue waits for a status that never comes.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const { known, open } = guardsOf(protectedBranch, posture)
    const queue = known.find((guard) => guard.queue !== undefined)
    const [why] = open
    if (queue === undefined) return why === undefined ? notApplicable('there is no merge queue') : notDetermined(why)
    if (setup.uses.some(({ kind, events }) => kind === 'gate' && events.has('merge_group'))) return pass
    return (
      openWorkflows(setup) ??
      failIfAny([finding(`There is a merge queue by ${queue.name}, and no workflow of the gate runs on merge_group`)])
    )
  },
})
