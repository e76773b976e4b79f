import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { bodyPath } from '../../read/read-policy-bodies.ts'
import { defineRule } from '../define-rule.ts'
import { changedDuties } from './policy-duties.ts'

export const policyVersionRises = defineRule({
  id: 'POL-003',
  name: 'policy-version-rises',
  title: 'The version of a policy in force rises with every edit, and by a major one for a material edit',
  subject: 'policy',
  severity: 'error',
  rationale:
    'People are bound by the version they know. A text that changes under the same number cannot be told from the one that was approved.',
  remedy:
    'Raise `version`: major where a duty is added, removed or changed, minor for a clarification, patch for an editorial edit.',
  criteria: ['CC5.3', 'CC2.2'],
  since: '0.1.0',
  needs: 'base',

  check(head, { base, model }) {
    const before = base?.policies.get(head.value.id)
    if (base?.malformedIds.has(head.value.id) === true) return notDetermined('it could not be read on the base')
    if (base === undefined || before === undefined) return notApplicable('the policy is new')
    const at = head.at.locate(['version'], 'value')
    const order = compareVersions(head.value.version, before.value.version)
    if (order < 0) {
      return failIfAny([
        { message: `${head.value.id} falls from ${before.value.version} to ${head.value.version}`, at },
      ])
    }
    const inForce = before.value.status === 'approved' || before.value.status === 'effective'
    if (!inForce) return notApplicable('it was not in force before')
    const old = base.bodies.get(bodyPath(before))
    const now = model.bodies.get(bodyPath(head))
    if (old === undefined || now === undefined) return notDetermined('the text could not be read on both sides')
    if (old.trim() === now.trim() && order === 0) return pass
    if (order === 0) {
      const message = `The text of ${head.value.id} changed, but its version is still ${head.value.version}`
      return failIfAny([{ message, at }])
    }
    const duties = changedDuties(old, now)
    const [duty] = duties
    if (duty === undefined || majorOf(head.value.version) > majorOf(before.value.version)) return pass
    const message = `${head.value.id} changes what people must do, but ${before.value.version} to ${head.value.version} is not a major step`
    return failIfAny([{ message, at, hint: `changed: "${duty.length > 120 ? `${duty.slice(0, 120)}...` : duty}"` }])
  },
})

const numbersOf = (version: string): number[] => version.split('.').map(Number)
const majorOf = (version: string): number => numbersOf(version)[0] ?? 0

function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
