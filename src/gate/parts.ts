import type { GateRule } from '../model/records.ts'
import { isGhost, keyOfPerson } from './actors.ts'
import type { RuleContext } from './rule-context.ts'
import { approverKeys } from './votes.ts'

export type Part = NonNullable<NonNullable<GateRule['forbid']>['samePerson']>[number]

/** Who takes a part in the change, by key; or why that is not known. */
export type PartHolders = ReadonlySet<string> | string

/** Parts of those who make a change, and of those who put it in force: within each they are often the same person, rightly so. */
const makes: ReadonlySet<Part> = new Set(['author', 'contributor'])
const putsInForce: ReadonlySet<Part> = new Set(['merger', 'deployer'])

/** Every two of the parts that a rule keeps apart. */
export function pairsOf(parts: readonly Part[]): readonly (readonly [Part, Part])[] {
  return parts.flatMap((one, index) =>
    parts
      .slice(index + 1)
      .filter((other) => ![makes, putsInForce].some((group) => group.has(one) && group.has(other)))
      .map((other) => [one, other] as const),
  )
}

/** Whether a rule keeps these two apart. */
export const keepsApart = ({ forbid }: GateRule, one: Part, other: Part): boolean =>
  pairsOf(forbid?.samePerson ?? []).some((pair) => pair.includes(one) && pair.includes(other))

/** Who takes a part, as far as a pull request shows it: before the merge merger and deployer are those who are known to be. */
export function holdersOfPart(part: Part, context: RuleContext): PartHolders {
  const { facts, actorOf, contributors, votes, described, plannedDeployers, merging, merger } = context
  const { pull } = facts
  switch (part) {
    case 'author':
      return contributors.authors
    case 'contributor':
      return new Set(contributors.reasons.keys())
    case 'approver':
      return approverKeys(votes)
    case 'requester':
      return new Set(described.submitted.map(({ requestedBy }) => keyOfPerson(requestedBy)))
    case 'merger':
    case 'deployer': {
      if (part === 'deployer' && !merging) return pull.merged ? new Set() : new Set(plannedDeployers.keys())
      if (pull.merged)
        return merger === undefined ? 'who merged it, or the person behind it, is not known' : new Set([merger])
      const auto = pull.autoMergeBy === null || isGhost(pull.autoMergeBy) ? [] : [actorOf(pull.autoMergeBy).key]
      return new Set(part === 'deployer' ? [...plannedDeployers.keys(), ...auto] : auto)
    }
  }
}
