/** Issues, and what GitHub keeps of a pull request as one: events, timeline, labels. */
import { type Call, listOf, type Operations, ok, pullOf, reads, writes } from '../call.ts'
import { readCommits } from '../git-read.ts'
import { pullCommits } from '../pull-range.ts'
import { addComment, labelPull, unlabelPull } from '../pull-state.ts'
import { invalidField, notFound, Refusal } from '../refusal.ts'
import { gitCommitView } from '../view-commit.ts'
import { issueView } from '../view-issue.ts'
import { commentView, issueEventView, labelView, reviewView } from '../view-pull.ts'
import type { Issue } from '../world.ts'

const COMMENT_CHARACTERS = 65_536

/** GitHub's documentation, "Issue event types": these are events of the issue and not of its timeline. */
const notInTimeline = new Set(['automatic_base_change_failed', 'automatic_base_change_succeeded', 'base_ref_changed'])

const TITLE_CHARACTERS = 256

function checkText(call: Call): void {
  const [title, body] = [call.text('title', 'none'), call.text('body', '')]
  if (title === '' || title.length > TITLE_CHARACTERS)
    throw invalidField('Issue', 'title', 'title is too long (maximum is 256 characters)')
  if (body.length > COMMENT_CHARACTERS)
    throw invalidField('Issue', 'body', 'body is too long (maximum is 65536 characters)')
}

export const issueOperations: Operations = {
  /** Pull requests are among them. */
  'issues/list-for-repo': reads(
    ['issues:read'],
    (call) => {
      const { issues, pulls } = call.repo()
      const [state, creator] = [call.query('state') ?? 'open', call.query('creator')?.toLowerCase()]
      const found = [...issues, ...pulls]
        .filter((each) => state === 'all' || each.state === state)
        .filter((each) => creator === undefined || each.user?.login.toLowerCase() === creator)
        .sort((a, b) => (call.query('direction') === 'asc' ? a.number - b.number : b.number - a.number))
      return listOf(found, (each) => issueView(call.world, each))
    },
    ['state', 'creator', 'sort', 'direction'],
  ),

  'issues/create': writes(['issues:write'], 'read', (call) => {
    checkText(call)
    const repo = call.repo()
    const at = call.world.clock.tick()
    const issue: Issue = {
      id: call.world.nextId(),
      number: repo.issues.length + repo.pulls.length + 1,
      repo,
      user: call.actor(),
      title: call.text('title', ''),
      body: call.text('body', '') || null,
      state: 'open',
      createdAt: at,
      updatedAt: at,
      closedAt: null,
    }
    repo.issues.push(issue)
    return ok(issueView(call.world, issue), 201)
  }),

  /** One's own, or anybody's for who may triage. */
  'issues/update': writes(['issues:write'], 'read', (call) => {
    checkText(call)
    const issue = call.repo().issues.find((each) => each.number === call.number('issue_number'))
    if (issue === undefined) throw notFound()
    issue.title = call.text('title', issue.title)
    issue.body = call.text('body', issue.body ?? '') || null
    issue.updatedAt = call.world.clock.tick()
    const state = call.text('state', issue.state) === 'closed' ? 'closed' : 'open'
    if (state !== issue.state) issue.closedAt = state === 'closed' ? issue.updatedAt : null
    issue.state = state
    return ok(issueView(call.world, issue))
  }),

  'issues/list-events': reads(['issues:read', 'pull_requests:read'], (call) => {
    const pull = pullOf(call, 'issue_number')
    return listOf(pull.events, (event) => issueEventView(call.world, pull, event))
  }),

  /** Commits first, by git's own order, then what happened, by the server's time; some kinds of events are not in it. */
  'issues/list-events-for-timeline': reads(['issues:read', 'pull_requests:read'], async (call) => {
    const pull = pullOf(call, 'issue_number')
    const commits = await readCommits(pull.repo.dir, await pullCommits(pull))
    const happened = [
      ...pull.events
        .filter(({ event }) => !notInTimeline.has(event))
        .map((event) => ({ at: event.createdAt, view: issueEventView(call.world, pull, event) })),
      ...pull.reviews
        .filter((review) => review.state !== 'PENDING')
        .map((review) => ({
          at: review.submittedAt,
          view: { event: 'reviewed', ...reviewView(call.world, pull, review), state: review.state.toLowerCase() },
        })),
      ...pull.comments.map((comment) => {
        const view = commentView(call.world, pull, comment)
        return { at: comment.createdAt, view: { event: 'commented', actor: view.user, ...view } }
      }),
    ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    const committed = commits.map((commit) => ({ event: 'committed', ...gitCommitView(call.world, pull.repo, commit) }))
    return listOf([...committed, ...happened.map((entry) => entry.view)], (view) => view)
  }),

  'issues/list-comments': reads(['issues:read', 'pull_requests:read'], (call) => {
    const pull = pullOf(call, 'issue_number')
    return listOf(pull.comments, (comment) => commentView(call.world, pull, comment))
  }),

  'issues/create-comment': writes(['issues:write', 'pull_requests:write'], 'read', (call) => {
    const pull = pullOf(call, 'issue_number')
    const body = call.text('body', '')
    if (body === '' || body.length > COMMENT_CHARACTERS)
      throw invalidField('IssueComment', 'body', 'body is too long (maximum is 65536 characters)')
    return ok(commentView(call.world, pull, addComment(call.world, pull, call.actor(), body)), 201)
  }),

  /** One's own, or anybody's for who may write to the repository. */
  'issues/update-comment': writes(['issues:write', 'pull_requests:write'], 'read', (call) => {
    const id = call.number('comment_id')
    const pull = call.repo().pulls.find((each) => each.comments.some((comment) => comment.id === id))
    const comment = pull?.comments.find((each) => each.id === id)
    if (pull === undefined || comment === undefined) throw notFound()
    comment.body = call.text('body', '')
    comment.updatedAt = call.world.clock.tick()
    return ok(commentView(call.world, pull, comment))
  }),

  'issues/list-labels-on-issue': reads(['issues:read', 'pull_requests:read'], (call) => {
    const pull = pullOf(call, 'issue_number')
    return listOf(pull.labels, (name) => labelView(call.world, pull, name))
  }),

  'issues/remove-label': writes(['issues:write', 'pull_requests:write'], 'triage', (call) => {
    const pull = pullOf(call, 'issue_number')
    if (!pull.labels.includes(call.param('name'))) throw new Refusal(404, 'Label does not exist')
    unlabelPull(call.world, pull, call.param('name'), call.actor())
    return { status: 200, body: pull.labels.map((name) => labelView(call.world, pull, name)) }
  }),

  'issues/add-labels': writes(['issues:write', 'pull_requests:write'], 'triage', (call) => {
    const pull = pullOf(call, 'issue_number')
    const names = Array.isArray(call.body['labels']) ? call.body['labels'].map(String) : []
    for (const name of names) labelPull(call.world, pull, name, call.actor())
    return { status: 200, body: pull.labels.map((name) => labelView(call.world, pull, name)) }
  }),
}
