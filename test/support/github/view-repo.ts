/** Repositories, branches, protections and activity as GitHub shows them. */
import { nodeId, userOrNull, userView } from './view-people.ts'
import type { Activity, Protection, Repo, World } from './world.ts'

const LINKS = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

export const fullName = (repo: Repo) => `${repo.owner.login}/${repo.name}`
export const apiUrl = (world: World, repo: Repo) => `${world.url}/repos/${fullName(repo)}`
export const pageUrl = (world: World, repo: Repo) => `${world.url}/${fullName(repo)}`

/** Every field but those that only `GET /repos/…` tells. */
export function repoView(world: World, repo: Repo) {
  const url = apiUrl(world, repo)
  const page = pageUrl(world, repo)
  const open = repo.pulls.filter((pull) => pull.state === 'open').length
  return {
    id: repo.id,
    node_id: nodeId('Repository', repo.id),
    name: repo.name,
    full_name: fullName(repo),
    owner: userView(world, repo.owner),
    private: repo.private,
    visibility: repo.private ? 'private' : 'public',
    html_url: page,
    description: null,
    fork: repo.fork,
    url,
    ...Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, `${url}${path}`])),
    git_url: `git://127.0.0.1/${fullName(repo)}.git`,
    ssh_url: `git@127.0.0.1:${fullName(repo)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 0,
    default_branch: repo.defaultBranch,
    open_issues: open,
    open_issues_count: open,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_downloads: true,
    archived: false,
    disabled: false,
    is_template: false,
    topics: [],
    web_commit_signoff_required: false,
    pushed_at: repo.activities.at(-1)?.timestamp ?? repo.createdAt,
    created_at: repo.createdAt,
    updated_at: repo.createdAt,
  }
}

/** @param mayWrite  only who may write is told how to merge */
export const fullRepoView = (world: World, repo: Repo, mayWrite = true) => ({
  ...repoView(world, repo),
  ...(mayWrite
    ? {
        allow_merge_commit: repo.settings.allow_merge_commit,
        allow_squash_merge: repo.settings.allow_squash_merge,
        allow_rebase_merge: repo.settings.allow_rebase_merge,
        allow_auto_merge: repo.settings.allow_auto_merge,
      }
    : {}),
  allow_forking: repo.settings.allow_forking,
  delete_branch_on_merge: false,
  subscribers_count: 0,
  network_count: 0,
})

export const branchView = (world: World, repo: Repo, name: string, sha: string) => ({
  name,
  commit: { sha, url: `${apiUrl(world, repo)}/commits/${sha}` },
  protected: repo.protections.has(name),
})

export function protectionView(world: World, repo: Repo, branch: string, protection: Protection) {
  const url = `${apiUrl(world, repo)}/branches/${encodeURIComponent(branch)}/protection`
  return {
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: protection.strict,
      contexts: [...protection.contexts],
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: protection.contexts.map((context) => ({ context, app_id: protection.app })),
    },
    ...(protection.pullRequests
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: protection.dismissStale,
            require_code_owner_reviews: protection.codeOwners,
            require_last_push_approval: protection.lastPush,
            required_approving_review_count: protection.approvals,
            bypass_pull_request_allowances: {
              users: protection.pushPast.map((account) => userView(world, account)),
              teams: [],
              apps: [],
            },
          },
        }
      : {}),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: protection.linear },
    allow_force_pushes: { enabled: protection.forcePushes },
    allow_deletions: { enabled: protection.deletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  }
}

export const activityView = (world: World, activity: Activity) => ({
  id: activity.id,
  node_id: nodeId('RepositoryActivity', activity.id),
  before: activity.before,
  after: activity.after,
  ref: activity.ref,
  timestamp: activity.timestamp,
  activity_type: activity.kind,
  actor: userOrNull(world, activity.actor),
})
