import type { Readable, Reading } from '../model/facts.ts'
import type {
  BranchProtection,
  BranchRule,
  MergeMethod,
  PostureFacts,
  RequiredStatus,
  ReviewRule,
  Ruleset,
} from '../model/posture-facts.ts'
import { type Bypass, toBypass } from './bypass.ts'

/** One source of rules for a branch: its branch protection, or a ruleset. All that there are hold together. */
export interface Guard {
  /** As a person finds it in the settings. */
  readonly name: string
  readonly statuses: readonly RequiredStatus[]
  readonly strict: boolean
  /** undefined: no pull request is needed. */
  readonly review: ReviewRule | undefined
  /** Who may push without a pull request all the same. */
  readonly pushPast: readonly string[]
  /** undefined: says nothing of them. */
  readonly methods: readonly MergeMethod[] | undefined
  /** undefined: no queue; null: one whose method is not known. */
  readonly queue: MergeMethod | null | undefined
  readonly refusesForcePush: boolean
  readonly refusesDeletion: boolean
  readonly bypass: Reading<Bypass>
}

export interface Guards {
  readonly known: readonly Guard[]
  /** Why it is not known whether there are more. */
  readonly open: readonly string[]
}

/** Everything that guards a branch. */
export function guardsOf(branch: string, { branches, rulesets }: PostureFacts): Guards {
  const posture = branches.find(({ name }) => name === branch)
  if (posture === undefined) return { known: [], open: [`the forge was not asked about ${branch}`] }
  const { protection, rules } = posture
  return {
    known: [
      ...(protection.known && protection.value !== null ? [ofProtection(branch, protection.value)] : []),
      ...(rules.known ? ofRules(rules.value, rulesets) : []),
    ],
    open: [protection, rules].flatMap((reading) => (reading.known ? [] : [reading.why])),
  }
}

function ofProtection(branch: string, protection: BranchProtection): Guard {
  const { statuses, strict, review, pushPast, bindsAdministrators, forcePushes, deletions, linear } = protection
  return {
    name: `the branch protection of ${branch}`,
    statuses,
    strict,
    review,
    pushPast,
    methods: linear ? ['squash', 'rebase'] : undefined,
    queue: undefined,
    refusesForcePush: !forcePushes,
    refusesDeletion: !deletions,
    bypass: {
      known: true,
      value: bindsAdministrators ? [] : [{ who: 'Administrators', mode: 'always', isAdministrator: true }],
    },
  }
}

function ofRules(rules: readonly BranchRule[], rulesets: Reading<Ruleset>): readonly Guard[] {
  const bySet = new Map<number | null, BranchRule[]>()
  for (const rule of rules) bySet.set(rule.ruleset, [...(bySet.get(rule.ruleset) ?? []), rule])
  return [...bySet].map(([id, own]): Guard => {
    const ruleset = rulesets.known ? rulesets.value.find((one) => one.id === id) : undefined
    const statusRules = own.filter((rule) => rule.kind === 'statuses')
    const pullRules = own.filter((rule) => rule.kind === 'pull-request')
    const allowed = [
      ...pullRules.flatMap(({ methods }) => (methods === null ? [] : [methods])),
      ...(own.some(({ kind }) => kind === 'linear') ? [['squash', 'rebase'] as const] : []),
    ]
    const [first, ...others] = allowed
    return {
      name: nameOf(ruleset, own[0]?.source ?? '', id),
      statuses: statusRules.flatMap(({ statuses }) => statuses),
      strict: statusRules.some(({ strict }) => strict),
      review: pullRules.length === 0 ? undefined : strictest(pullRules.map(({ review }) => review)),
      pushPast: [],
      methods: first?.filter((method) => others.every((list) => list.includes(method))),
      queue: own.find((rule) => rule.kind === 'merge-queue')?.method,
      refusesForcePush: own.some(({ kind }) => kind === 'force-push'),
      refusesDeletion: own.some(({ kind }) => kind === 'deletion'),
      bypass: bypassOf(ruleset, rulesets),
    }
  })
}

const nameOf = (ruleset: Ruleset | undefined, source: string, id: number | null): string =>
  ruleset === undefined ? `ruleset ${id ?? 'without a number'} of ${source}` : `the ${rulesetName(ruleset)}`

export const rulesetName = ({ name, source }: Ruleset): string => `ruleset "${name}" of ${source}`

const strictest = (reviews: readonly ReviewRule[]): ReviewRule => ({
  dismissesStale: reviews.some(({ dismissesStale }) => dismissesStale),
  codeOwners: reviews.some(({ codeOwners }) => codeOwners),
  lastPush: reviews.some(({ lastPush }) => lastPush),
})

function bypassOf(ruleset: Ruleset | undefined, rulesets: Readable<unknown>): Reading<Bypass> {
  if (!rulesets.known) return rulesets
  if (ruleset === undefined) return { known: false, why: 'the ruleset is not among those that the forge lists' }
  if (!ruleset.bypass.known) return ruleset.bypass
  return { known: true, value: ruleset.bypass.value.map(toBypass) }
}
