/** Commits, files and what is attached to a commit as GitHub shows them. */
import type { GitCommit, GitFile } from './git-read.ts'
import { WEB_FLOW } from './git-write.ts'
import { appView, nodeId, userView } from './view-people.ts'
import { apiUrl, pageUrl, repoView } from './view-repo.ts'
import {
  type Account,
  type CheckRun,
  type CheckSuite,
  type CommitStatus,
  type Repo,
  sameName,
  type World,
} from './world.ts'

/** GitHub attributes a commit by its e-mail address alone: anybody can write anybody's. */
function accountByEmail(world: World, email: string): Account | undefined {
  if (email === WEB_FLOW.email) return world.accounts.find((account) => account.login === 'web-flow')
  return world.accounts.find((account) => sameName(account.email, email))
}

const attributed = (world: World, email: string) => {
  const account = accountByEmail(world, email)
  return account === undefined ? null : userView(world, account)
}

const verification = (repo: Repo, sha: string) => ({
  verified: repo.verified.has(sha),
  reason: repo.verified.has(sha) ? 'valid' : 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
})

export function commitView(world: World, repo: Repo, commit: GitCommit) {
  const url = `${apiUrl(world, repo)}/commits/${commit.sha}`
  return {
    sha: commit.sha,
    node_id: nodeId(`Commit:${commit.sha}`, repo.id),
    url,
    html_url: `${pageUrl(world, repo)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${apiUrl(world, repo)}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${apiUrl(world, repo)}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: verification(repo, commit.sha),
    },
    author: attributed(world, commit.author.email),
    committer: attributed(world, commit.committer.email),
    parents: commit.parents.map((sha) => parentView(world, repo, sha)),
  }
}

const parentView = (world: World, repo: Repo, sha: string) => ({
  sha,
  url: `${apiUrl(world, repo)}/commits/${sha}`,
  html_url: `${pageUrl(world, repo)}/commit/${sha}`,
})

export const gitCommitView = (world: World, repo: Repo, commit: GitCommit) => ({
  sha: commit.sha,
  node_id: nodeId(`Commit:${commit.sha}`, repo.id),
  url: `${apiUrl(world, repo)}/git/commits/${commit.sha}`,
  html_url: `${pageUrl(world, repo)}/commit/${commit.sha}`,
  author: commit.author,
  committer: commit.committer,
  message: commit.message,
  tree: { sha: commit.tree, url: `${apiUrl(world, repo)}/git/trees/${commit.tree}` },
  parents: commit.parents.map((sha) => parentView(world, repo, sha)),
  verification: verification(repo, commit.sha),
})

export const simpleCommitView = (commit: GitCommit) => ({
  id: commit.sha,
  tree_id: commit.tree,
  message: commit.message,
  timestamp: commit.committer.date,
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
})

export function fileView(world: World, repo: Repo, file: GitFile, headSha: string) {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${pageUrl(world, repo)}/blob/${headSha}/${path}`,
    raw_url: `${pageUrl(world, repo)}/raw/${headSha}/${path}`,
    contents_url: `${apiUrl(world, repo)}/contents/${path}?ref=${headSha}`,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  }
}

export function statusView(world: World, repo: Repo, status: CommitStatus) {
  return {
    url: `${apiUrl(world, repo)}/statuses/${status.sha}`,
    avatar_url: `${world.url}/avatars/u/${status.creator.id}`,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: userView(world, status.creator),
  }
}

/** The newest status of every context, and what they come to. */
export function combinedStatusView(
  world: World,
  repo: Repo,
  sha: string,
  shown: readonly CommitStatus[],
  all: readonly CommitStatus[],
) {
  const states = all.map((status) => status.state)
  const failed = states.some((state) => state === 'failure' || state === 'error')
  const state = failed ? 'failure' : states.length === 0 || states.includes('pending') ? 'pending' : 'success'
  const url = `${apiUrl(world, repo)}/commits/${sha}`
  return {
    state,
    sha,
    total_count: all.length,
    statuses: shown.map((status) => {
      const { creator: _left, ...rest } = statusView(world, repo, status)
      return rest
    }),
    repository: repoView(world, repo),
    commit_url: url,
    url: `${url}/status`,
  }
}

export const newestByContext = (statuses: readonly CommitStatus[]) => [
  ...new Map(statuses.map((status) => [status.context, status])).values(),
]

export function checkRunView(world: World, repo: Repo, run: CheckRun) {
  const url = `${apiUrl(world, repo)}/check-runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: '',
    url,
    html_url: `${pageUrl(world, repo)}/runs/${run.id}`,
    details_url: null,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.completedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: null,
      text: null,
      annotations_count: run.annotations,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: run.app === null ? null : appView(world, run.app),
    pull_requests: [],
  }
}

export function checkSuiteView(world: World, repo: Repo, suite: CheckSuite, head: GitCommit) {
  const url = `${apiUrl(world, repo)}/check-suites/${suite.id}`
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: suite.before,
    after: suite.headSha,
    pull_requests: [],
    app: appView(world, suite.app),
    repository: repoView(world, repo),
    created_at: suite.createdAt,
    updated_at: suite.createdAt,
    head_commit: simpleCommitView(head),
    latest_check_runs_count: 1,
    check_runs_url: `${url}/check-runs`,
  }
}
