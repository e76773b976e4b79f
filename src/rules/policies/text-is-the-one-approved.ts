import { type Finding, failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInForce, revisionsOfVersion, standingOf } from './version-history.ts'

export const textIsTheOneApproved = defineRule({
  id: 'POL-002',
  name: 'text-is-the-one-approved',
  title: 'The text of a version is the one that was approved',
  subject: 'policy',
  severity: 'error',
  rationale:
    'A version stands for one text. A paragraph edited under the same number applies to everybody, and nobody who approved or acknowledged the version has read it.',
  remedy: 'Give the changed text a higher version in a pull request that is approved, or put the approved text back.',
  criteria: ['CC5.3'],
  since: '0.2.0',
  needs: 'log',

  check({ value: policy, at }, { logged }) {
    if (!isInForce(policy)) return notApplicable(`the policy is ${policy.status}`)
    const [first, ...later] = revisionsOfVersion(policy, logged)
    if (first === undefined) return notApplicable('this version is not on the protected branch yet')
    const findings: Finding[] = []
    let before = first
    for (const revision of later) {
      const commit = revision.commit.sha.slice(0, 12)
      const standing = standingOf(revision, logged)
      if (standing.kind === 'unknown') return notDetermined(`the log says nothing about commit ${commit}`)
      const line = { at: at.locate(['version'], 'value') }
      if (standing.kind === 'not-approved') {
        const related = [{ at: logged.placeOf(standing.index).locate(), message: 'as the log has it' }]
        findings.push({
          ...line,
          related,
          message: `Commit ${commit} changed ${policy.id} ${policy.version}: ${standing.why}`,
        })
      } else if (before.textDigest !== revision.textDigest) {
        findings.push({
          ...line,
          message: `Commit ${commit} changed the text of ${policy.id}, still version ${policy.version}`,
        })
      }
      before = revision
    }
    return failIfAny(findings)
  },
})
