import { millisecondsOf } from '../model/days.ts'
import { matchesBranch } from '../model/match-branch.ts'
import { matchesText } from '../model/match-text.ts'
import type { GateRule } from '../model/records.ts'
import { filesOf } from './changed-files.ts'
import { areCommitsSigned } from './commit-signatures.ts'
import { isByAuthor } from './condition-authors.ts'
import {
  allHold,
  type ConditionContext,
  type Holds,
  notHolds,
  type OnlyAdds,
  type Position,
} from './condition-context.ts'
import { areLabelsSet } from './condition-labels.ts'
import { changesModes, staysWithin } from './condition-modes.ts'
import type { DecisionNode } from './gate-decision.ts'
import { namesStrangePath, touches } from './match-paths.ts'
import { leafNode } from './requirement.ts'

type Parts = NonNullable<NonNullable<GateRule['when']>['not']>
type Part<K extends keyof Parts> = (
  wanted: NonNullable<Parts[K]>,
  context: ConditionContext,
  position: Position,
) => Holds | OnlyAdds

/** One entry for each key that a condition may have: a key without one would not compile. */
const parts: { readonly [K in keyof Required<Parts>]: Part<K> } = {
  base: (patterns, { facts }) => patterns.some((pattern) => matchesBranch(pattern, facts.pull.base.ref)),
  // Whoever opens a pull request from a fork chooses the name of its branch freely.
  head: (patterns, { facts }) =>
    isFork(facts) ? false : patterns.some((pattern) => matchesBranch(pattern, facts.pull.head.ref)),
  headRepository: (wanted, { facts }) => (wanted === 'fork') === isFork(facts),
  paths: (patterns, { facts }, position) => {
    const files = filesOf(facts)
    if (typeof files === 'string') return files
    // A path that cannot be counts as meant, which must not take a rule off.
    if (position === 'negated' && namesStrangePath(files)) return 'a path in the diff is one that git cannot hold'
    return touches(patterns, files)
  },
  onlyPaths: (patterns, { facts }) => {
    const files = filesOf(facts)
    return typeof files === 'string' ? files : staysWithin(patterns, files)
  },
  modes: (wanted, { facts }) => changesModes(wanted, facts),
  labels: areLabelsSet,
  authors: isByAuthor,
  title: hasTitle,
  signatures: (wanted, { facts }) => {
    const signed = areCommitsSigned(facts)
    return typeof signed === 'string' ? signed : signed === (wanted === 'verified')
  },
}

const isFork = ({ pull, repository }: ConditionContext['facts']): boolean => pull.head.repositoryId !== repository.id

function hasTitle(patterns: readonly string[], { facts: { pull }, moment }: ConditionContext): Holds {
  if (pull.titleChanges.some(({ at }) => millisecondsOf(at) > moment.untilMs)) {
    return 'the title was changed after the merge, and what it was before is not known'
  }
  return patterns.some((pattern) => matchesText(pattern, pull.title))
}

const keys = Object.keys(parts) as readonly (keyof Parts)[]

const holdPart = <K extends keyof Parts>(
  key: K,
  value: NonNullable<Parts[K]>,
  context: ConditionContext,
  position: Position,
): Holds | OnlyAdds => parts[key](value, context, position)

/** A part of the condition of a rule, and whether it holds. */
export interface HeldPart {
  readonly key: string
  readonly holds: Holds | OnlyAdds
}

const heldParts = (wanted: Parts, context: ConditionContext, position: Position): readonly HeldPart[] =>
  keys.flatMap((key) => {
    const value = wanted[key]
    return value === undefined ? [] : [{ key, holds: holdPart(key, value, context, position) }]
  })

/**
 * The parts of the condition of a rule: each must hold for it to apply, and not every part of its `not`. The category is left
 * aside, which is only a claim.
 */
export function partsOf({ when }: GateRule, context: ConditionContext): readonly HeldPart[] {
  if (when === undefined) return []
  const { not, category: _category, ...wanted } = when
  const held = heldParts(wanted, context, 'plain')
  const negated = not === undefined ? [] : heldParts(not, context, 'negated')
  // A `not` that says nothing takes no rule off.
  if (negated.length === 0) return held
  return [...held, { key: 'not', holds: notHolds(allHold(negated.map(({ holds }) => holds))) }]
}

/** Whether a rule with these parts concerns the pull request. A sentence where it is not known: the rule may apply then. */
export const concerns = (held: readonly HeldPart[]): Holds | OnlyAdds => allHold(held.map(({ holds }) => holds))

/** The parts of the condition that keep a rule from applying, or of which that is not known. */
export const conditionNodes = ({ id }: GateRule, held: readonly HeldPart[]): readonly DecisionNode[] =>
  held.flatMap(({ key, holds }) => {
    const path = `${id}/when/${key}`
    if (holds === true) return []
    if (typeof holds === 'object') return [leafNode(path, key, 'approved', `it only adds, since ${holds.onlyAdds}`)]
    return holds === false
      ? [leafNode(path, key, 'not-applicable', `\`${key}\` does not hold`)]
      : [leafNode(path, key, 'not-determined', `whether it applies is not known: ${holds}`)]
  })
