import type { Reading } from '../../../model/facts.ts'
import { ForgeRefused } from '../../../model/forge-fault.ts'
import type { BranchPosture, BranchProtection, BranchRule, ReviewRule } from '../../../model/posture-facts.ts'
import { readBranchTip } from '../branch-tip.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { cutText, isObject, type JsonObject, orNull, toBoolean, toId, toList, toObject } from '../json.ts'
import { wholeList } from '../pages.ts'
import { NotKnown, readableOf, readingOf } from '../reading.ts'
import { toApp, toRuleContent } from './branch-rule.ts'
import { longestName, type PostureSubject } from './question.ts'

/**
 * What guards a branch, by both ways there are.
 * @param mayAdminister whether the token is known to read what only administrators may
 */
export async function readBranchPosture(
  session: Session,
  subject: PostureSubject,
  name: string,
  mayAdminister: boolean,
): Promise<BranchPosture> {
  const [protection, rules] = await Promise.all([
    readableOf(() => protectionOf(session, subject, name, mayAdminister)),
    rulesOf(session, subject, name),
  ])
  return { name, protection, rules }
}

function rulesOf(
  session: Session,
  { parameters, about }: PostureSubject,
  branch: string,
): Promise<Reading<BranchRule>> {
  return readingOf(async () => {
    const question = {
      endpoint: endpoints.branchRules,
      parameters: { ...parameters, branch },
      about: `${about}, ${branch}`,
    }
    return (await wholeList(session, question)).map((entry) => {
      const rule = toObject(entry, 'a rule of a branch')
      return {
        ...toRuleContent(rule),
        ruleset: orNull(rule['ruleset_id'], (id) => toId(id, 'the id of a ruleset')),
        source: cutText(rule['ruleset_source'] ?? '', 'the source of a ruleset', longestName),
      }
    })
  })
}

/** "Not protected", "no such branch" and "not for you" are all 404. */
async function protectionOf(
  session: Session,
  { parameters, about }: PostureSubject,
  branch: string,
  mayAdminister: boolean,
): Promise<BranchProtection | null | NotKnown> {
  try {
    const { data } = await session.ask(endpoints.protection, { ...parameters, branch }, `${about}, ${branch}`)
    return toProtection(toObject(data, 'the branch protection'))
  } catch (error) {
    if (!(error instanceof ForgeRefused) || error.status !== 404 || !mayAdminister) throw error
  }
  const tip = await readBranchTip(session, { owner: parameters.owner, name: parameters.repo }, branch)
  return tip === undefined
    ? new NotKnown(
        `There is no branch ${branch} yet, and the forge tells branch protection of existing branches alone.`,
      )
    : null
}

function toProtection(answer: JsonObject): BranchProtection {
  const checks = orNull(answer['required_status_checks'], (value) => toObject(value, 'the required statuses'))
  const review = orNull(answer['required_pull_request_reviews'], (value) => toObject(value, 'the required reviews'))
  // What an older server does not say protects nobody.
  const isOn = (name: string, otherwise: boolean): boolean => {
    const setting = answer[name]
    return isObject(setting) && typeof setting['enabled'] === 'boolean' ? setting['enabled'] : otherwise
  }
  return {
    statuses: checks === null ? [] : toStatuses(checks),
    strict: checks?.['strict'] === true,
    review: review === null ? undefined : toReviewRule(review),
    pushPast: namesIn(review?.['bypass_pull_request_allowances']),
    bindsAdministrators: isOn('enforce_admins', false),
    forcePushes: isOn('allow_force_pushes', true),
    deletions: isOn('allow_deletions', true),
    linear: isOn('required_linear_history', false),
  }
}

const toStatuses = (checks: JsonObject): BranchProtection['statuses'] =>
  toList(checks['checks'], 'the required statuses').map((entry) => {
    const { context, app_id: app } = toObject(entry, 'a required status')
    return { context: cutText(context, 'the name of a status', longestName), app: toApp(app) }
  })

const toReviewRule = (review: JsonObject): ReviewRule => ({
  dismissesStale: toBoolean(review['dismiss_stale_reviews'], 'whether stale reviews are dismissed'),
  codeOwners: toBoolean(review['require_code_owner_reviews'], 'whether code owners have to review'),
  lastPush: review['require_last_push_approval'] === true,
})

/** `users`, `teams` and `apps` of a list of those who need not ask. */
function namesIn(allowances: unknown): readonly string[] {
  const lists = orNull(allowances, (value) => toObject(value, 'who may push past')) ?? {}
  return (['users', 'teams', 'apps'] as const).flatMap((sort) =>
    (orNull(lists[sort], (value) => toList(value, 'who may push past')) ?? []).map((entry) => {
      const { login, slug } = toObject(entry, 'who may push past')
      const name = cutText(login ?? slug, 'who may push past', longestName)
      return sort === 'users' ? name : `${sort === 'teams' ? 'Team' : 'App'} ${name}`
    }),
  )
}
