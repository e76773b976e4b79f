import type { Policy } from '../model/records.ts'
import { policyAt } from '../read/policy-at.ts'
import { type PolicyInForce, policyInForce } from '../read/policy-in-force.ts'
import { bodyPath } from '../read/read-policy-bodies.ts'
import type { Revision } from '../read/record-history.ts'
import { daysOnBranch } from './days-on-branch.ts'
import { compare } from './page-text.ts'
import type { RenderInput } from './render-input.ts'

export interface ShownPolicy {
  /** As it was in force; where no text is, as the record stands. */
  readonly policy: Policy
  readonly inForce: PolicyInForce
  /** Text, undefined where it cannot be read. */
  readonly body: string | undefined
  /** The revision that is shown, where the history holds it. */
  readonly revision: Revision | undefined
}

/** Every policy that the program has, and those that are gone and were in force on the day of the pages. */
export function shownPolicies(input: RenderInput): readonly ShownPolicy[] {
  const { model, history, assessment } = input
  const reached = daysOnBranch(input)
  const gone = [...history]
    .filter(([id, revisions]) => !model.policies.has(id) && revisions.some(policyAt))
    .map(([id]) => id)
  return [...model.policies.keys(), ...gone].sort(compare).flatMap((id): readonly ShownPolicy[] => {
    const located = model.policies.get(id)
    const revisions = history.get(id) ?? []
    const last = revisions.at(-1)
    const inForce = policyInForce(revisions, assessment.basis.asOf, reached)
    const current = located === undefined ? undefined : model.bodies.get(bodyPath(located))
    if (inForce.kind === 'in-force' && inForce.revision !== last) {
      const { policy, revision } = inForce
      const { textDigest } = revision
      return [{ policy, inForce, revision, body: textDigest === undefined ? undefined : input.textOf?.(textDigest) }]
    }
    return located === undefined ? [] : [{ policy: located.value, inForce, revision: last, body: current }]
  })
}
