import type { ChangeCategory } from '../model/change-approvals.ts'
import { matchesBranch } from '../model/match-branch.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule, GateRules } from '../model/records.ts'
import { holdersOf } from '../model/role-holders.ts'
import { keyOfPerson } from './actors.ts'
import { approverSource } from './approver-source.ts'
import { type CandidateContext, listed, whoIsLeft } from './candidates.ts'
import { approvalOf, type DescribedChanges } from './change-requests.ts'
import type { RuleResult } from './gate-decision.ts'
import { judgeSeparation } from './judge-separation.ts'
import { liesBelow, touches } from './match-paths.ts'
import type { Moment } from './moment-of-judgement.ts'
import { standingOf } from './votes.ts'
import { worstOf } from './worst-verdict.ts'

export interface RuleContext extends CandidateContext {
  readonly rules: readonly GateRules[]
  readonly moment: Moment
  readonly described: DescribedChanges
  readonly programFolder: string
  /** Merging to the base deploys. */
  readonly merging: boolean
  /** Key of who merged; undefined while open, or where it is not known. */
  readonly merger: string | undefined
}

export interface JudgedRule {
  readonly result: RuleResult
  /** Keys of the people whose approval counts for it. */
  readonly counted: ReadonlySet<string>
  /** Key -> why an approval that stands does not count for it. */
  readonly against: ReadonlyMap<string, string>
  /** It asks for an approval: rules that only forbid something never make a pull request approved. */
  readonly asksApproval: boolean
  /** What it says about keeping parts in the change apart; undefined where it says nothing. */
  readonly separation: GateVerdict | undefined
}

interface Part {
  readonly verdict: GateVerdict
  readonly message: string
}

/** Whether a rule concerns this pull request, leaving the category aside; a sentence where that is not known. */
export function concerns(rule: GateRule, { facts }: RuleContext): boolean | string {
  const { base, paths } = rule.when ?? {}
  if (base !== undefined && !base.some((pattern) => matchesBranch(pattern, facts.pull.base.ref))) return false
  if (paths === undefined) return true
  const files = filesOf(facts)
  return typeof files === 'string' ? files : touches(paths, files)
}

export const isFor = ({ when }: GateRule, categories: readonly ChangeCategory[]): boolean =>
  when?.category === undefined || when.category.some((category) => categories.includes(category))

/** Judges a rule that concerns the pull request: everything that it requires and forbids must hold. */
export function judgeRule(rule: GateRule, context: RuleContext): JudgedRule {
  const { require, forbid } = rule
  const counted = new Set<string>()
  const against = new Map<string, string>()
  const parts: Part[] = []
  let asksApproval = false
  const unsure = concerns(rule, context)
  if (typeof unsure === 'string') {
    parts.push({ verdict: 'not-determined', message: `whether it applies is not known: ${unsure}` })
  }
  if (require?.approvals !== undefined || require?.from !== undefined) {
    asksApproval = true
    parts.push(judgeApprovals(require, context, counted, against))
  }
  if (require?.changeRequest !== undefined) {
    const part = judgeChangeRequests(context, counted)
    asksApproval ||= part.verdict !== 'not-applicable'
    parts.push(part)
  }
  const separation = forbid === undefined ? undefined : judgeSeparation(rule, context)
  if (separation !== undefined) parts.push(separation)
  const verdict = worstOf(parts.map((part) => part.verdict)) ?? 'approved'
  const telling = parts.filter((part) => part.verdict === verdict).map(({ message }) => message)
  return {
    result: {
      rule: rule.id,
      title: rule.title,
      verdict,
      message: telling.join('; ') || 'asks for nothing before the merge',
    },
    counted,
    against,
    asksApproval,
    separation: separation?.verdict,
  }
}

function judgeApprovals(
  { approvals = 1, from }: NonNullable<GateRule['require']>,
  context: RuleContext,
  counted: Set<string>,
  against: Map<string, string>,
): Part {
  const { facts, model, moment, votes } = context
  const source = approverSource(from, model, facts, moment.day)
  const maybe: string[] = []
  for (const vote of votes) {
    const standing = standingOf(vote)
    if (standing === 'no' || vote.actor === undefined) continue
    const reason = source.reasonAgainst(vote.actor)
    if (reason !== undefined) against.set(vote.key, reason)
    else if (standing === 'yes') counted.add(vote.key)
    else maybe.push(...vote.unknown.map((why) => `${vote.actor?.name}: ${why}`))
  }
  if (source.unknown.length > 0) return { verdict: 'not-determined', message: source.unknown.join('; ') }
  const have = `${counted.size} of ${approvals} approval${approvals === 1 ? '' : 's'}`
  const missing = approvals - counted.size
  if (missing <= 0) return { verdict: 'approved', message: have }
  if (counted.size + new Set(maybe).size >= approvals)
    return { verdict: 'not-determined', message: maybe.sort().join('; ') }
  const floor = Array.isArray(from)
    ? undefined
    : (from as { permission?: 'write' | 'maintain' | 'admin' } | undefined)?.permission
  const who =
    source.people === undefined || source.open
      ? `from ${source.description}`
      : whoIsLeft(source.people, missing, context, floor === undefined ? {} : { floor })
  return { verdict: 'pending', message: `${have}; ${missing} more needed ${who}` }
}

function judgeChangeRequests(context: RuleContext, counted: Set<string>): Part {
  const { facts, model, moment, votes, described, rules, programFolder } = context
  const files = filesOf(facts)
  if (typeof files !== 'string' && described.alone && liesBelow(`${programFolder}/changes`, files)) {
    return { verdict: 'not-applicable', message: 'it touches change requests only' }
  }
  if (described.unknown.length > 0) return { verdict: 'not-determined', message: described.unknown.join('; ') }
  if (described.submitted.length === 0) {
    const how = `add one below ${programFolder}/changes/ with \`status: submitted\`, or name it in the body: \`Change: CHG-...\``
    return {
      verdict: 'pending',
      message: [...described.left, `a submitted change request is needed: ${how}`].join('; '),
    }
  }
  const parts = described.submitted.map((change): Part => {
    const { verdict, missing, why, approvers } = approvalOf(change, votes, model, rules, moment.day)
    for (const key of approvers) counted.add(key)
    if (verdict === 'approved') return { verdict, message: `${change.id} is approved` }
    if (verdict === 'not-determined') return { verdict, message: `${change.id}: ${why.join('; ')}` }
    const except = new Map([[keyOfPerson(change.requestedBy), `requested ${change.id}`]])
    const wanted = missing.map(
      (role) => `${role}, ${whoIsLeft(holdersOf(model, role, moment.day), 1, context, { except })}`,
    )
    return { verdict, message: `${change.id} (${change.category}) needs the approval of ${listed(wanted, 'and')}` }
  })
  const verdict = worstOf(parts.map((part) => part.verdict)) ?? 'not-determined'
  return {
    verdict,
    message: parts
      .filter((part) => part.verdict === verdict)
      .map(({ message }) => message)
      .join('; '),
  }
}

/** The changed files, or why they are not all known. */
function filesOf({ files, pull }: RuleContext['facts']) {
  if (!files.known) return `the changed files could not be read: ${files.why}`
  const paths = new Set<string>()
  for (const { path } of files.value) {
    // One that is listed twice fills the count of another that is not listed.
    if (paths.has(path)) return `${path} is listed twice among the changed files`
    paths.add(path)
  }
  if (files.value.length === pull.totals.changedFiles) return files.value
  return `${files.value.length} changed files were read, the pull request has ${pull.totals.changedFiles}`
}
