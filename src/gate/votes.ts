import { millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { isActive } from '../model/role-holders.ts'
import type { Contributors } from './contributors.ts'
import type { LastChange } from './freshness.ts'
import type { Opinion } from './latest-opinions.ts'
import type { Moment } from './moment-of-judgement.ts'
import { reaches, roleOf } from './permissions.ts'
import { rememberedBy } from './remembered-by.ts'

/** What is known of one person's opinion before any rule looks at it. */
export interface Vote extends Opinion {
  /** Why it counts for no rule, all reasons; empty: it may count. */
  readonly reasons: readonly string[]
  /** What could not be read, so that it neither counts nor is known not to. */
  readonly unknown: readonly string[]
}

export interface VoteContext {
  readonly facts: PullRequestFacts
  readonly moment: Moment
  readonly contributors: Contributors
  readonly lastChange: LastChange
  /** ms since 1970: when a title that a rule looks at changed last; minus infinity: never. */
  readonly titleAtMs: number
  /** Key of an actor -> why another part that they take keeps them from approving. */
  readonly excluded: ReadonlyMap<string, string>
}

export const judgeVote = (opinion: Opinion, context: VoteContext): Vote => ({
  ...opinion,
  reasons: reasonsAgainst(opinion, context),
  unknown: gapsOf(opinion, context),
})

/** Whether a vote approves: yes, no, or unknown where something about it could not be read. */
export const standingOf = ({ reasons, unknown }: Vote): 'yes' | 'no' | 'unknown' =>
  reasons.length > 0 ? 'no' : unknown.length > 0 ? 'unknown' : 'yes'

/** Keys of everybody who approves. */
export const approverKeys = rememberedBy(
  (votes: readonly Vote[]): ReadonlySet<string> =>
    new Set(votes.filter((vote) => standingOf(vote) === 'yes').map(({ key }) => key)),
)

const stateReasons = {
  'changes-requested': 'asked for changes',
  commented: 'a comment is no approval',
  dismissed: 'the review was dismissed',
  pending: 'the review was not submitted',
  unknown: 'a kind of review that is not known never counts',
} as const

function reasonsAgainst(opinion: Opinion, context: VoteContext) {
  const { facts, moment, contributors, lastChange, titleAtMs, excluded } = context
  const { actor, review, key } = opinion
  const reasons: string[] = []
  if (review.state !== 'approved') reasons.push(stateReasons[review.state])
  if (actor === undefined) return [...reasons, 'the account was deleted']
  const { account, person } = actor
  if (account.type !== 'user' || person?.type === 'bot' || person?.type === 'service') {
    reasons.push('is a machine, not a person')
  }
  if (person?.shared === true) reasons.push('is used by several people')
  if (person !== undefined && !isActive(person, moment.day))
    reasons.push(`may not act on ${moment.day} according to People`)
  reasons.push(...(contributors.reasons.get(key) ?? []))
  const other = excluded.get(key)
  if (other !== undefined) reasons.push(other)
  const role = roleOf(facts, account.id)
  if (reaches(role, 'write') === false) reasons.push(`has only ${role} permission, write is needed`)
  if (review.state !== 'approved') return reasons
  if (review.commit !== facts.pull.head.sha) reasons.push(commitReason(review.commit, facts.pull.head.sha))
  if (review.submittedAt === null) reasons.push('when it was submitted is not known')
  else if (lastChange.known && millisecondsOf(review.submittedAt) <= lastChange.atMs) {
    reasons.push('head or base changed at or after the approval: approve again')
  }
  if (review.submittedAt !== null && millisecondsOf(review.submittedAt) <= titleAtMs) {
    reasons.push('the title, which a rule looks at, changed at or after the approval: approve again')
  }
  if (review.editedBy !== null && review.editedBy.id !== review.by?.id) {
    reasons.push(`was edited by ${review.editedBy.login}`)
  }
  return reasons
}

const commitReason = (commit: string | null, head: string): string =>
  commit === null
    ? 'is of no commit'
    : `is of commit ${commit.slice(0, 7)}, the head is ${head.slice(0, 7)}: approve again`

function gapsOf({ actor }: Opinion, { facts, lastChange }: VoteContext): readonly string[] {
  const gaps: string[] = []
  if (actor !== undefined && roleOf(facts, actor.account.id) === 'unknown') {
    gaps.push('the permission of this account could not be read')
  }
  if (!lastChange.known) gaps.push(lastChange.why)
  return gaps
}
