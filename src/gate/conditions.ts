import { matchesBranch } from '../model/match-branch.ts'
import { matchesText } from '../model/match-text.ts'
import type { GateRule } from '../model/records.ts'
import { filesOf } from './changed-files.ts'
import { isByAuthor } from './condition-authors.ts'
import { allHold, type ConditionContext, type Holds, notHolds } from './condition-context.ts'
import { areLabelsSet } from './condition-labels.ts'
import { changesModes, staysWithin } from './condition-modes.ts'
import type { DecisionNode } from './gate-decision.ts'
import { touches } from './match-paths.ts'
import { leafNode } from './requirement.ts'

type Condition = NonNullable<GateRule['when']>
type Parts = NonNullable<Condition['not']>
type Part<K extends keyof Parts> = (wanted: NonNullable<Parts[K]>, context: ConditionContext) => Holds

/** One entry for each key that a condition may have: a key without one would not compile. */
const parts: { readonly [K in keyof Required<Parts>]: Part<K> } = {
  base: (patterns, { facts }) => patterns.some((pattern) => matchesBranch(pattern, facts.pull.base.ref)),
  // Whoever opens a pull request from a fork chooses the name of its branch freely.
  head: (patterns, { facts }) =>
    isFork(facts) ? false : patterns.some((pattern) => matchesBranch(pattern, facts.pull.head.ref)),
  headRepository: (wanted, { facts }) => (wanted === 'fork') === isFork(facts),
  paths: (patterns, { facts }) => {
    const files = filesOf(facts)
    return typeof files === 'string' ? files : touches(patterns, files)
  },
  onlyPaths: (patterns, { facts }) => staysWithin(patterns, facts),
  modes: (wanted, { facts }) => changesModes(wanted, facts),
  labels: areLabelsSet,
  authors: isByAuthor,
  title: (patterns, { facts }) => patterns.some((pattern) => matchesText(pattern, facts.pull.title)),
  signatures: (wanted, { facts }) => {
    const { commits, pull } = facts
    if (!commits.known) return `the commits could not be read: ${commits.why}`
    if (commits.value.length !== pull.totals.commits) return 'not every commit was read'
    return (wanted === 'verified') === commits.value.every(({ signatureVerified }) => signatureVerified)
  },
}

const isFork = ({ pull, repository }: ConditionContext['facts']): boolean => pull.head.repositoryId !== repository.id

const keys = Object.keys(parts) as readonly (keyof Parts)[]

const holdPart = <K extends keyof Parts>(key: K, value: NonNullable<Parts[K]>, context: ConditionContext): Holds =>
  parts[key](value, context)

interface HeldPart {
  readonly key: string
  readonly holds: Holds
}

const heldParts = (wanted: Parts, context: ConditionContext): readonly HeldPart[] =>
  keys.flatMap((key) => {
    const value = wanted[key]
    return value === undefined ? [] : [{ key, holds: holdPart(key, value, context) }]
  })

function partsOf({ when }: GateRule, context: ConditionContext): readonly HeldPart[] {
  if (when === undefined) return []
  const { not, category: _category, ...wanted } = when
  const held = heldParts(wanted, context)
  if (not === undefined) return held
  return [...held, { key: 'not', holds: notHolds(allHold(heldParts(not, context).map(({ holds }) => holds))) }]
}

/**
 * Whether a rule concerns this pull request: every part of its condition holds, and not every part of its `not`. The category
 * is left aside, which is only a claim. A sentence where it is not known: the rule may apply then.
 */
export const concerns = (rule: GateRule, context: ConditionContext): Holds =>
  allHold(partsOf(rule, context).map(({ holds }) => holds))

/** The parts of the condition that keep a rule from applying, or of which that is not known. */
export const conditionNodes = (rule: GateRule, context: ConditionContext): readonly DecisionNode[] =>
  partsOf(rule, context).flatMap(({ key, holds }) => {
    const path = `${rule.id}/when/${key}`
    if (holds === true) return []
    return holds === false
      ? [leafNode(path, key, 'not-applicable', `\`${key}\` does not hold`)]
      : [leafNode(path, key, 'not-determined', `whether it applies is not known: ${holds}`)]
  })
