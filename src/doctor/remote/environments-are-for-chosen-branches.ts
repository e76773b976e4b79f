import { failIfAny, notApplicable, notDetermined, type Outcome, pass } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding, together } from '../judge-guards.ts'
import { keyPlacesOf } from '../key-places.ts'

export const environmentsAreForChosenBranches = defineRemoteCheck({
  id: 'DOC-117',
  name: 'environments-are-for-chosen-branches',
  title: 'Only chosen branches may deploy to an environment',
  severity: 'warning',
  criteria: ['CC6.1', 'CC8.1'],
  settings: 'settings/environments',
  remedy: 'Choose the branches and tags that may deploy to the environment: code of any other never passed the gate.',
  check({ posture: { environments }, setup }) {
    if (!environments.known) return notDetermined(environments.why)
    // The one with the log key is DOC-103's.
    const keyed = new Set(keyPlacesOf(setup).map(({ environment }) => environment?.toLowerCase()))
    const others = environments.value.filter(({ name }) => !keyed.has(name.toLowerCase()))
    if (others.length === 0) return notApplicable('there is no environment to deploy to')
    return together(
      others.map(({ name, branches }): Outcome => {
        if (!branches.known) return notDetermined(branches.why)
        return branches.value === 'any' ? failIfAny([finding(`Any branch may deploy to ${name}`)]) : pass
      }),
    )
  },
})
