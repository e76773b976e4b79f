/** Pull requests, reviews and their events as GitHub shows them. */
import { pullSize } from './pull-range.ts'
import { nodeId, userOrNull, userView } from './view-people.ts'
import { apiUrl, pageUrl, repoView } from './view-repo.ts'
import { type Account, type Comment, type IssueEvent, type Pull, type Review, roleOf, type World } from './world.ts'

const side = (world: World, repo: Pull['repo'], ref: string, sha: string) => ({
  label: `${repo.owner.login}:${ref}`,
  ref,
  sha,
  user: userView(world, repo.owner),
  repo: repoView(world, repo),
})

export const labelView = (world: World, pull: Pull, name: string) => ({
  id: pull.id * 100 + pull.labels.indexOf(name) + 1,
  node_id: nodeId(`Label:${name}`, pull.repo.id),
  url: `${apiUrl(world, pull.repo)}/labels/${encodeURIComponent(name)}`,
  name,
  description: '',
  color: 'ededed',
  default: false,
})

/** As lists show it. */
export function pullView(world: World, pull: Pull) {
  const api = apiUrl(world, pull.repo)
  const url = `${api}/pulls/${pull.number}`
  const issue = `${api}/issues/${pull.number}`
  const page = `${pageUrl(world, pull.repo)}/pull/${pull.number}`
  const links = {
    self: url,
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
  }
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userOrNull(world, pull.user),
    body: pull.body,
    labels: pull.labels.map((name) => labelView(world, pull, name)),
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: pull.assignees.map((account) => userView(world, account)),
    requested_reviewers: pull.requested.map((account) => userView(world, account)),
    requested_teams: [],
    head: side(world, pull.headRepo, pull.headRef, pull.headSha),
    base: side(world, pull.repo, pull.baseRef, pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: association(world, pull, pull.user),
    auto_merge:
      pull.autoMerge === null
        ? null
        : {
            enabled_by: userView(world, pull.autoMerge.enabledBy),
            merge_method: pull.autoMerge.method,
            commit_title: pull.title,
            commit_message: '',
          },
    draft: pull.draft,
  }
}

/** As `GET …/pulls/{number}` shows it, with what must be counted in git. */
export async function fullPullView(world: World, pull: Pull) {
  const { mergeable, ...size } = await pullSize(pull)
  return {
    ...pullView(world, pull),
    ...size,
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? mergeable : null,
    rebaseable: pull.state === 'open' ? mergeable : null,
    mergeable_state: pull.state !== 'open' ? 'unknown' : pull.draft ? 'draft' : mergeable ? 'clean' : 'dirty',
    merged_by: userOrNull(world, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
  }
}

/** Not a permission: what GitHub says of an account's relation to the repository. */
function association(world: World, pull: Pull, account: Account | null): string {
  if (account === null) return 'NONE'
  if (pull.repo.owner === account) return 'OWNER'
  if (pull.repo.owner.members.has(account.id)) return 'MEMBER'
  return pull.repo.roles.has(account.id) || roleOf(world, pull.repo, account) === 'admin' ? 'COLLABORATOR' : 'NONE'
}

export function reviewView(world: World, pull: Pull, review: Review) {
  const page = `${pageUrl(world, pull.repo)}/pull/${pull.number}#pullrequestreview-${review.id}`
  const pullUrl = `${apiUrl(world, pull.repo)}/pulls/${pull.number}`
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userOrNull(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: association(world, pull, review.user),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    // A review that is not yet submitted has no such time.
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitId,
  }
}

export function commentView(world: World, pull: Pull, comment: Comment) {
  const issue = `${apiUrl(world, pull.repo)}/issues/${pull.number}`
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${apiUrl(world, pull.repo)}/issues/comments/${comment.id}`,
    html_url: `${pageUrl(world, pull.repo)}/pull/${pull.number}#issuecomment-${comment.id}`,
    issue_url: issue,
    user: userView(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(world, pull, comment.user),
    performed_via_github_app: null,
  }
}

export function issueEventView(world: World, pull: Pull, event: IssueEvent) {
  const api = apiUrl(world, pull.repo)
  return {
    id: event.id,
    node_id: nodeId('IssueEvent', event.id),
    url: `${api}/issues/events/${event.id}`,
    actor: userOrNull(world, event.actor),
    event: event.event,
    commit_id: event.commitId,
    commit_url: event.commitId === null ? null : `${api}/commits/${event.commitId}`,
    created_at: event.createdAt,
    ...event.more,
    performed_via_github_app: null,
  }
}
