/** What GitHub keeps of a pull request as an issue: events, timeline, labels. */
import { listOf, type Operations, pullOf, reads, writes } from '../call.ts'
import { readCommits } from '../git-read.ts'
import { pullCommits } from '../pull-range.ts'
import { labelPull, unlabelPull } from '../pull-state.ts'
import { Refusal } from '../refusal.ts'
import { gitCommitView } from '../view-commit.ts'
import { issueEventView, labelView, reviewView } from '../view-pull.ts'

/** GitHub's documentation, "Issue event types": these are events of the issue and not of its timeline. */
const notInTimeline = new Set(['automatic_base_change_failed', 'automatic_base_change_succeeded', 'base_ref_changed'])

export const issueOperations: Operations = {
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
    ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    const committed = commits.map((commit) => ({ event: 'committed', ...gitCommitView(call.world, pull.repo, commit) }))
    return listOf([...committed, ...happened.map((entry) => entry.view)], (view) => view)
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
