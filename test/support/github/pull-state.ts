/** How the state of a pull request changes: opened, reviewed, dismissed, retargeted, labelled. */
import { Refusal } from './refusal.ts'
import { userView } from './view-people.ts'
import type { Account, Comment, IssueEvent, Pull, Repo, Review, ReviewState, World } from './world.ts'

export function noteEvent(
  world: World,
  pull: Pull,
  event: string,
  actor: Account | null,
  {
    at = world.clock.tick(),
    commitId = null,
    more = {},
  }: {
    readonly at?: string
    readonly commitId?: string | null
    readonly more?: Readonly<Record<string, unknown>>
  } = {},
): IssueEvent {
  const made = { id: world.nextId(), event, actor, createdAt: at, commitId, more }
  pull.events.push(made)
  pull.updatedAt = at
  return made
}

export interface NewPull {
  readonly user: Account
  readonly title: string
  readonly body: string | null
  readonly draft: boolean
  readonly baseRef: string
  readonly baseSha: string
  readonly headRepo: Repo
  readonly headRef: string
  readonly headSha: string
}

export function openPull(world: World, repo: Repo, made: NewPull): Pull {
  const at = world.clock.tick()
  const pull: Pull = {
    ...made,
    id: world.nextId(),
    number: repo.pulls.length + repo.issues.length + 1,
    repo,
    state: 'open',
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeSha: null,
    autoMerge: null,
    labels: [],
    reviews: [],
    events: [],
    comments: [],
    requested: [],
    assignees: [],
  }
  repo.pulls.push(pull)
  return pull
}

const VERB: Readonly<Record<string, string>> = { APPROVED: 'approve', CHANGES_REQUESTED: 'request changes on' }

/** Throws 422 for one's own pull request, as GitHub does; comments on it are allowed. */
export function addReview(
  world: World,
  pull: Pull,
  user: Account,
  { state, body, commitId }: { readonly state: ReviewState; readonly body: string; readonly commitId: string },
): Review {
  const verb = VERB[state]
  if (verb !== undefined && pull.user === user)
    throw new Refusal(422, 'Unprocessable Entity', { errors: [`Can not ${verb} your own pull request`] })
  const review = { id: world.nextId(), user, body, state, commitId, submittedAt: world.clock.tick() }
  pull.reviews.push(review)
  const asked = pull.requested.indexOf(user)
  if (asked !== -1 && state !== 'PENDING') pull.requested.splice(asked, 1)
  return review
}

export function dismissReview(
  world: World,
  pull: Pull,
  review: Review,
  actor: Account | null,
  message: string,
  { at = world.clock.tick(), commitId = null }: { readonly at?: string; readonly commitId?: string | null } = {},
): void {
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED')
    throw new Refusal(422, 'Can not dismiss a commented pull request review')
  const dismissed = {
    state: review.state.toLowerCase(),
    review_id: review.id,
    dismissal_message: message === '' ? null : message,
    ...(commitId === null ? {} : { dismissal_commit_id: commitId }),
  }
  review.state = 'DISMISSED'
  noteEvent(world, pull, 'review_dismissed', actor, { at, more: { dismissed_review: dismissed } })
}

export function labelPull(world: World, pull: Pull, name: string, actor: Account): void {
  if (pull.labels.includes(name)) return
  pull.labels.push(name)
  noteEvent(world, pull, 'labeled', actor, { more: { label: { name, color: 'ededed' } } })
}

export function unlabelPull(world: World, pull: Pull, name: string, actor: Account): void {
  if (!pull.labels.includes(name)) return
  pull.labels.splice(pull.labels.indexOf(name), 1)
  noteEvent(world, pull, 'unlabeled', actor, { more: { label: { name, color: 'ededed' } } })
}

export function retargetPull(world: World, pull: Pull, baseRef: string, baseSha: string, actor: Account): void {
  if (pull.baseRef === baseRef) return
  pull.baseRef = baseRef
  pull.baseSha = baseSha
  noteEvent(world, pull, 'base_ref_changed', actor)
}

export function renamePull(world: World, pull: Pull, title: string, actor: Account): void {
  if (pull.title === title) return
  const rename = { from: pull.title, to: title }
  pull.title = title
  noteEvent(world, pull, 'renamed', actor, { more: { rename } })
}

export function requestReview(world: World, pull: Pull, reviewer: Account, requester: Account): void {
  if (!pull.requested.includes(reviewer)) pull.requested.push(reviewer)
  const more = { review_requester: userView(world, requester), requested_reviewer: userView(world, reviewer) }
  noteEvent(world, pull, 'review_requested', requester, { more })
}

export function addComment(world: World, pull: Pull, user: Account, body: string): Comment {
  const at = world.clock.tick()
  const comment = { id: world.nextId(), user, body, createdAt: at, updatedAt: at }
  pull.comments.push(comment)
  pull.updatedAt = at
  return comment
}
