import { failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding } from '../judge-guards.ts'

export const oneWayToMerge = defineRemoteCheck({
  id: 'DOC-121',
  name: 'one-way-to-merge',
  title: 'There is one way to merge, and settings, rules and merge queue agree on it',
  severity: 'warning',
  criteria: ['CC8.1'],
  settings: 'settings',
  remedy:
    'Allow one merge method alone, the same in the settings, the rules and the queue: best squash, by which one commit of the branch is one approved change.',
  check({ posture, setup }) {
    const { repository } = posture
    if (!repository.known) return notDetermined(repository.why)
    const { mergeMethods } = repository.value
    if (mergeMethods === null) return notDetermined('the token is not told which merge methods are allowed')
    const { known, open } = guardsOf(setup.settings.settings.protectedBranch, posture)
    const left = mergeMethods.filter((method) => known.every(({ methods }) => methods?.includes(method) ?? true))
    const queued = known.flatMap(({ queue, name }) => (queue === undefined || queue === null ? [] : [{ queue, name }]))
    const strange = queued.filter(({ queue }) => !left.includes(queue))
    const [why] = open
    if (left.length === 0)
      return failIfAny([finding('Settings and rules leave no way to merge: nothing can be merged without a bypass')])
    if (strange.length > 0)
      return failIfAny(
        strange.map(({ queue, name }) =>
          finding(`The queue of ${name} merges by ${queue}, which is not allowed otherwise`),
        ),
      )
    if (left.length === 1 || queued.length > 0) return failIfAny([])
    return why === undefined
      ? failIfAny([finding(`Pull requests may be merged in several ways: ${left.join(', ')}`)])
      : notDetermined(why)
  },
})
