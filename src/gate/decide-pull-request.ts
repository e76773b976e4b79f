import { millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { ProgramReading, SourceFile } from '../model/program-model.ts'
import type { GateRule } from '../model/records.ts'
import { type FindActor, findActors, isGhost, isPerson } from './actors.ts'
import { fewerApprovals } from './bot-changes.ts'
import { changeRequestsOf } from './change-requests.ts'
import { concerns, partsOf } from './conditions.ts'
import { contributorsOf } from './contributors.ts'
import { exclusionsOf } from './excluded-approvers.ts'
import { lastChangeOf, titleChangeOf } from './freshness.ts'
import type { DecisionNode, GateDecision, OwedReview } from './gate-decision.ts'
import { type JudgedRule, leftOut } from './judge-rule.ts'
import { latestOpinions } from './latest-opinions.ts'
import { looksAtChanges } from './looks-at-changes.ts'
import { momentOfJudgement } from './moment-of-judgement.ts'
import { obstaclesOf } from './obstacles.ts'
import { problemsOfRules } from './relevant-problems.ts'
import { leafNode } from './requirement.ts'
import { reviewerRows } from './reviewer-rows.ts'
import type { RuleContext } from './rule-context.ts'
import { accountsIn } from './seen-accounts.ts'
import { type Obstacle, summarise } from './summarise.ts'
import { untrustedAuthor } from './untrusted-author.ts'
import { judgeVote, type VoteContext } from './votes.ts'
import { bestWay, categoryOf, type Way } from './ways.ts'
import { worstOf } from './worst-verdict.ts'

export interface GateInput {
  /** Rules and people: the tip of the base branch; for a merged pull request the commit before its merge. */
  readonly base: ProgramReading
  /** The files that `base` was read from. */
  readonly baseFiles: readonly SourceFile[]
  /** The YAML files of the program in the diff (`facts.changeFiles`), read: for change requests alone. */
  readonly changes: ProgramReading
  readonly facts: PullRequestFacts
  readonly protectedBranch: string
  readonly programFolder: string
}

/**
 * Decides whether a pull request has the approvals that the rules of its base ask for.
 *
 * The verdict is the worst of everything that must hold: refused (a standing objection, broken separation) before
 * not-determined (something that is needed could not be read) before pending before approved. A lighter category, which is
 * only the author's claim, is one of two ways: the pull request may satisfy the rules of normal changes, or, once the roles that
 * approve its category have approved, the rules of that category. So a claim alone never makes anything lighter.
 * Throws nothing for facts that satisfy the schema.
 */
export function decidePullRequest(input: GateInput): GateDecision {
  const { base, baseFiles, changes, facts, protectedBranch, programFolder } = input
  const { model } = base
  const { pull } = facts
  const rules = model.gateRules.map(({ value }) => value)
  const unreadable = problemsOfRules(base, baseFiles)
  if (pull.state === 'closed' && !pull.merged) return without('closed', 'not-applicable', 'Closed without a merge.')
  if (unreadable.length > 0) {
    const more = unreadable.length === 1 ? '' : ` (and ${unreadable.length - 1} more)`
    const summary = `Not determined: the rules on ${pull.base.ref} cannot be read: ${unreadable[0]}${more}`
    return { ...without('unreadable-rules', 'not-determined', summary), notes: unreadable }
  }
  if (rules.length === 0) {
    return without('no-configuration', 'not-applicable', `There are no gate rules on ${pull.base.ref} yet.`)
  }

  const actorOf = findActors(model, accountsIn(facts))
  const moment = momentOfJudgement(facts, model)
  const contributors = contributorsOf(facts, actorOf, moment)
  const lastChange = lastChangeOf(facts, moment)
  const described = changeRequestsOf(facts, model, changes, moment.day)
  const all = rules.flatMap((record) => record.rules)
  const merging = rules.some(({ deployment }) => deployment?.merging === true)
  const conditionContext = { facts, model, moment, contributors, actorOf }
  const held = new Map(all.map((rule) => [rule, partsOf(rule, conditionContext)]))
  const concerning = all.filter((rule) => concerns(held.get(rule) ?? []) !== false)
  const submitted = looksAtChanges(concerning) ? described.submitted : []
  const { plannedDeployers, excluded } = exclusionsOf(conditionContext, submitted, concerning, merging)
  const titleAtMs = titleChangeOf(facts, moment, all)
  const voteContext: VoteContext = { facts, moment, contributors, lastChange, titleAtMs, excluded }
  const opinions = latestOpinions(facts.reviews.known ? facts.reviews.value : [], actorOf, moment)
  const votes = opinions.map((opinion) => judgeVote(opinion, voteContext))
  const merger = mergerOf(facts, actorOf)
  const context: RuleContext = {
    facts,
    model,
    actorOf,
    contributors,
    lastChange,
    plannedDeployers,
    excluded,
    votes,
    rules,
    held,
    moment,
    described,
    programFolder,
    merging,
    merger,
    atMs: Math.min(millisecondsOf(facts.collectedAt), moment.untilMs),
    fewerApprovals: fewerApprovals(rules, facts),
  }

  const category = categoryOf(context)
  const way = bestWay(concerning, category, context)
  const claimed = category.claimed.length === 0 ? (['normal'] as const) : category.claimed
  const judged = {
    rules: way.judged.map(({ result }) => result),
    reviewers: reviewerRows(votes, way.judged),
    category: { claimed, judgedAs: way.categories },
    changeRequests: described.submitted.map(({ id }) => id),
    owed: owedReviews(way.rules, category.claimed.includes('emergency')),
    separation: separationOf(way.judged, context),
  }

  const finding = obstaclesOf(context, concerning, lastChange.known ? [] : [lastChange.why], opinions)
  const approvers = judged.reviewers.filter(({ counted }) => counted === 'yes').length
  const untrusted = way.verdict === 'approved' ? untrustedAuthor(facts, actorOf, approvers) : undefined
  const obstacles = [...finding, ...[way.freeze, untrusted].filter((one) => one !== undefined)]
  const asked = way.judged.some(({ asksApproval }) => asksApproval)
  const allow = rules.some((record) => record.default === 'allow') && rules.every((record) => record.default !== 'deny')
  const open = pull.base.ref !== protectedBranch || allow
  // What else is asked for is judged also where nobody has to approve; on a protected branch that alone is not enough.
  const judges = asked || (open && way.judged.some(({ asks }) => asks))
  if (!judges && way.verdict !== 'refused') {
    const summary = open
      ? `No rule asks for an approval on ${pull.base.ref}.`
      : `Not determined: ${pull.base.ref} is protected, and no rule asks for an approval here. Add one, or \`default: allow\`.`
    const ended = without('no-rule', open ? 'not-applicable' : 'not-determined', summary)
    const notes = way.judged.flatMap(({ onlyAdds }) => (onlyAdds === undefined ? [] : [onlyAdds]))
    return { ...ended, ...judged, notes, tree: treeOf(ended, [], way, all, context) }
  }

  const worst = worstOf([...obstacles.map(({ verdict }) => verdict), way.verdict]) ?? 'not-determined'
  const draft = pull.draft && !pull.merged
  const verdict = draft ? 'pending' : worst
  const { summary, notes } = summarise({ verdict, draft, obstacles, context, judged, claimed, merging, concerning })
  const tree = treeOf({ verdict, summary }, obstacles, way, all, context)
  return { verdict, code: draft ? 'draft' : 'judged', summary, notes, tree, ...judged }
}

const without = (code: GateDecision['code'], verdict: GateVerdict, summary: string): GateDecision => ({
  verdict,
  code,
  summary,
  notes: [],
  tree: leafNode('', 'gate', verdict, summary),
  rules: [],
  reviewers: [],
  category: { claimed: [], judgedAs: [] },
  changeRequests: [],
  owed: [],
  separation: undefined,
})

/** The person in whose name it was merged: behind a machine, whoever switched on auto-merge; undefined where not known. */
function mergerOf({ pull }: PullRequestFacts, actorOf: FindActor): string | undefined {
  const { mergedBy, autoMergeBy } = pull
  if (!pull.merged || mergedBy === null || isGhost(mergedBy)) return undefined
  const actor = actorOf(mergedBy)
  if (isPerson(actor)) return actor.key
  if (autoMergeBy === null || isGhost(autoMergeBy)) return undefined
  const behind = actorOf(autoMergeBy)
  return isPerson(behind) ? behind.key : undefined
}

/** What a rule owes; an emergency without such a rule owes a review within five business days. */
function owedReviews(rules: readonly GateRule[], emergency: boolean): readonly OwedReview[] {
  const owed = rules.flatMap(({ id, require }) =>
    require?.reviewAfter === undefined ? [] : [{ rule: id, businessDays: require.reviewAfter.days }],
  )
  return owed.length === 0 && emergency ? [{ rule: 'emergency', businessDays: 5 }] : owed
}

function separationOf(judged: readonly JudgedRule[], { facts, merging }: RuleContext): GateDecision['separation'] {
  if (!facts.pull.merged || !merging) return undefined
  const worst = worstOf(judged.flatMap(({ separation }) => (separation === undefined ? [] : [separation])))
  if (worst === undefined) return undefined
  return worst === 'refused' ? 'fail' : worst === 'approved' ? 'pass' : 'not-determined'
}

/** Everything that was looked at, as a tree. */
function treeOf(
  { verdict, summary }: Pick<GateDecision, 'verdict' | 'summary'>,
  obstacles: readonly Obstacle[],
  way: Way,
  all: readonly GateRule[],
  context: RuleContext,
): DecisionNode {
  const nodes = new Map(way.judged.map(({ node }) => [node.path, node]))
  const children = [
    ...obstacles.map((one, index) => leafNode(`obstacles/${index}`, 'obstacle', one.verdict, one.message)),
    ...all.map((rule) => nodes.get(rule.id) ?? leftOut(rule, context)),
  ]
  const counted = [...new Set(children.flatMap((node) => node.counted))].sort()
  return { ...leafNode('', 'gate', verdict, summary), counted, children }
}
