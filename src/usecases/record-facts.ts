import { toMoment, toRecordText } from '../evidence/record.ts'
import type { DeploymentDecision } from '../gate/deployment-decision.ts'
import type { GateDecision, ReviewerRow } from '../gate/gate-decision.ts'
import { partsToLog } from '../gate/parts-to-log.ts'
import { addBusinessDays, dayOf, millisecondsOf } from '../model/days.ts'
import type { ChangeDecision, ChangeMerged, Deployment, EvidenceAccount } from '../model/evidence.ts'
import type { DeploymentFacts, ForgeAccount } from '../model/facts.ts'
import type { Program } from '../model/records.ts'
import { version } from '../model/version.ts'
import type { JudgedPullRequest } from './judge-pull-request.ts'

/** Tool and version that decide, as records name them. */
export const engine = `countersign/${version}`

/** Recorded lists have these limits (schemas/evidence-record.json); what is longer is cut, and the attached facts have all. */
const most = { counted: 100, notCounted: 500, reasons: 200, changeRequests: 100, rules: 500 } as const
const lineLimit = 500

/** Data of a `change.decision` record; undefined where there is no verdict to record. */
export function toChangeDecision(judged: JudgedPullRequest): ChangeDecision['data'] | undefined {
  const { facts, decision } = judged
  const { pull } = facts
  if (decision.verdict === 'not-applicable') return undefined
  return {
    pull: pull.number,
    headSha: pull.head.sha,
    baseRef: pull.base.ref,
    baseSha: judged.rulesSha ?? pull.base.sha,
    verdict: decision.verdict,
    ...reviewed(judged),
    rules: decision.rules.map(({ rule, verdict }) => ({ id: rule, verdict })),
  }
}

/** How a pull request was merged, as the history of the branch shows it. */
export interface Landing {
  /** First-parent commits that it put on the branch, oldest first. */
  readonly landed: readonly string[]
  /** Tip of the branch before. */
  readonly baseShaBefore: string
  readonly method: ChangeMerged['data']['method']
}

/**
 * Data of a `change.merged` record.
 * @param judged decided with the rules of `landing.baseShaBefore`, as of the merge
 * @throws RangeError where the facts are not those of a merged pull request
 */
export function toChangeMerged(
  judged: JudgedPullRequest,
  landing: Landing,
  program: Pick<Program, 'calendar' | 'timezone'> | undefined,
): ChangeMerged['data'] {
  const { facts, decision } = judged
  const { pull } = facts
  if (!pull.merged || pull.mergedAt === null || pull.mergeSha === null) {
    throw new RangeError(`pull request ${pull.number} was not merged`)
  }
  const { reasons, verdict } = mergedVerdict(decision)
  return {
    pull: pull.number,
    title: toRecordText(pull.title),
    headSha: pull.head.sha,
    mergeSha: pull.mergeSha,
    landed: landing.landed,
    baseRef: pull.base.ref,
    baseShaBefore: landing.baseShaBefore,
    mergedAt: toMoment(millisecondsOf(pull.mergedAt)),
    mergedBy: accountOf(pull.mergedBy),
    method: landing.method,
    verdict,
    ...reviewed(judged),
    emergencyReviewDue: emergencyReviewDue(decision, pull.mergedAt, program),
    separation: decision.separation ?? 'not-applicable',
    reasons: lines(reasons, most.reasons),
    parts: partsToLog(facts),
    judgedAs: decision.category.judgedAs,
    ...rulesOf(decision),
  }
}

/** A list that is cut would say of a rule that it did not apply, so a longer one is left out. */
function rulesOf({ rules }: GateDecision): Pick<ChangeMerged['data'], 'rules'> {
  const ids = [...new Set(rules.map(({ rule }) => rule))]
  return ids.length > most.rules ? {} : { rules: ids }
}

/**
 * After the merge nothing is pending and nothing is left out: a merge that no rule concerned was not shown to be approved.
 */
function mergedVerdict(decision: GateDecision): Pick<ChangeMerged['data'], 'verdict' | 'reasons'> {
  const reasons = [decision.summary, ...decision.notes]
  return { verdict: decision.verdict === 'not-applicable' ? 'not-determined' : decision.verdict, reasons }
}

/** Day by which somebody else must have reviewed an emergency that was merged without the approvals of a normal change. */
function emergencyReviewDue(
  { category, owed }: GateDecision,
  mergedAt: string,
  program: Pick<Program, 'calendar' | 'timezone'> | undefined,
): string | null {
  const days = owed.map(({ businessDays }) => businessDays)
  if (!category.claimed.includes('emergency') || days.length === 0) return null
  return addBusinessDays(dayOf(mergedAt, program?.timezone), Math.min(...days), program?.calendar)
}

type Reviewed = Pick<
  ChangeMerged['data'],
  'decisionDigest' | 'factsDigest' | 'engine' | 'author' | 'counted' | 'notCounted' | 'changeRequests' | 'category'
>

function reviewed({ facts, decision, decisionDigest, factsDigest }: JudgedPullRequest): Reviewed {
  const { reviewers, category, changeRequests } = decision
  return {
    decisionDigest,
    factsDigest,
    engine,
    author: accountOf(facts.pull.author),
    counted: reviewers.flatMap(countedReview).slice(0, most.counted),
    notCounted: reviewers
      .filter(({ counted }) => counted !== 'yes')
      .map(({ account, reasons }) => ({
        id: account === undefined ? null : String(account.id),
        login: account === undefined ? null : account.login,
        reason: lines([reasons.join('; ')], 1)[0] ?? '',
      }))
      .slice(0, most.notCounted),
    changeRequests: changeRequests.slice(0, most.changeRequests),
    category: changeRequests.length === 0 ? null : (category.claimed[0] ?? null),
  }
}

function countedReview({ review, account, commit, submittedAt, counted }: ReviewerRow): Reviewed['counted'] {
  if (counted !== 'yes' || account === undefined || commit === undefined || submittedAt === undefined) return []
  return [
    {
      id: String(account.id),
      login: account.login,
      reviewId: String(review),
      commit,
      submittedAt: toMoment(millisecondsOf(submittedAt)),
    },
  ]
}

const accountOf = (account: ForgeAccount | null): EvidenceAccount | null =>
  account === null ? null : { id: String(account.id), login: account.login }

const lines = (texts: readonly string[], limit: number): readonly string[] =>
  texts.slice(0, limit).map((text) => toRecordText(text, lineLimit))

/** Data of a `deployment` record. */
export function toDeployment(facts: DeploymentFacts, decision: DeploymentDecision): Deployment['data'] {
  const shipped = new Map(decision.changes.map((one) => [one.change?.mergeSha ?? one.commit, one]))
  return {
    environment: facts.environment,
    sha: facts.sha,
    previousSha: facts.previousSha,
    deployers: decision.deployers
      .map(({ account, as }) => ({ id: String(account.id), login: account.login, as }))
      .slice(0, 50),
    createdAt: toMoment(millisecondsOf(facts.deployment?.createdAt ?? facts.collectedAt)),
    verdict: decision.verdict,
    rollback: decision.rollback,
    separation: decision.separation,
    changes: [...shipped].slice(0, 1000).map(([mergeSha, { change, verdict }]) => ({
      pull: change?.pull ?? null,
      mergeSha,
      verdict,
      approvers: (change?.counted ?? []).map(({ id, login }) => ({ id, login })),
    })),
    reasons: lines([decision.summary, ...decision.notes], most.reasons),
  }
}
