/** Issues as GitHub shows them; pull requests are issues too. */
import { nodeId, userOrNull } from './view-people.ts'
import { apiUrl, pageUrl } from './view-repo.ts'
import type { Issue, Pull, World } from './world.ts'

export function issueView(world: World, issue: Issue | Pull) {
  const api = apiUrl(world, issue.repo)
  const url = `${api}/issues/${issue.number}`
  const isPull = 'headRef' in issue
  const page = `${pageUrl(world, issue.repo)}/${isPull ? 'pull' : 'issues'}/${issue.number}`
  return {
    id: issue.id,
    node_id: nodeId(isPull ? 'PullRequest' : 'Issue', issue.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number: issue.number,
    state: issue.state,
    state_reason: issue.state === 'closed' && !isPull ? 'completed' : null,
    title: issue.title,
    body: issue.body,
    user: userOrNull(world, issue.user),
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: 0,
    closed_at: issue.closedAt,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    ...(isPull
      ? {
          pull_request: {
            url: `${api}/pulls/${issue.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
          },
        }
      : {}),
  }
}
