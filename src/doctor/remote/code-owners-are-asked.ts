import { failIfAny, notDetermined, type Outcome } from '../../model/outcome.ts'
import { defineRemoteCheck, type RemoteFacts } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding, someGuard, together } from '../judge-guards.ts'

export const codeOwnersAreAsked = defineRemoteCheck({
  id: 'DOC-104',
  name: 'code-owners-are-asked',
  title: 'The code owners exist and may write, and their review is required',
  severity: 'warning',
  criteria: ['CC8.1', 'CC6.3'],
  settings: 'settings/rules',
  remedy:
    'Mend the lines of CODEOWNERS that the forge passes over, and require a review from code owners in the rules of the branch.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const missing = finding(`A review by code owners is not required on ${protectedBranch}`)
    const required = someGuard(guardsOf(protectedBranch, posture), ({ review }) => review?.codeOwners === true, missing)
    return together([faultsOf(posture), required])
  },
})

const mostShown = 20

function faultsOf({ codeOwnersFaults: faults }: RemoteFacts['posture']): Outcome {
  if (!faults.known) return notDetermined(faults.why)
  if (faults.value === null) return failIfAny([finding('There is no CODEOWNERS file on the protected branch')])
  const hint = { hint: `${faults.value.length} lines are passed over in all` }
  return failIfAny(
    faults.value
      .slice(0, mostShown)
      .map(({ path, line, kind }) => finding(`Line ${line} of ${path} is passed over: ${kind}`, hint)),
  )
}
