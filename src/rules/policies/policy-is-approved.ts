import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInForce, revisionsOfVersion, standingOf } from './version-history.ts'

export const policyIsApproved = defineRule({
  id: 'POL-001',
  name: 'policy-is-approved',
  title: 'A policy in force was approved by somebody other than its author',
  subject: 'policy',
  severity: 'error',
  rationale:
    'Who approved is what the gate counted on the pull request that brought this version to the protected branch: people who did not write it. A name typed into the file shows nothing.',
  remedy: 'Bring the version in by a pull request that somebody entitled approves, or set its status back to `draft`.',
  criteria: ['CC5.3', 'CC1.1'],
  since: '0.2.0',
  needs: 'log',

  check({ value: policy, at }, { logged }) {
    if (!isInForce(policy)) return notApplicable(`the policy is ${policy.status}`)
    const [first] = revisionsOfVersion(policy, logged)
    if (first === undefined) return notApplicable('this version is not on the protected branch yet')
    const standing = standingOf(first, logged)
    if (standing.kind === 'approved') return pass
    const version = `${policy.id} ${policy.version}`
    const commit = first.commit.sha.slice(0, 12)
    if (standing.kind === 'unknown') {
      return notDetermined(`the log says nothing about commit ${commit}, which brought ${version}`)
    }
    return failIfAny([
      {
        message: `${version} came with commit ${commit} and nobody independent approved it: ${standing.why}`,
        at: at.locate(['version'], 'value'),
        related: [{ at: logged.placeOf(standing.index).locate(), message: 'as the log has it' }],
      },
    ])
  },
})
