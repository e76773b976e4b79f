/** Event payloads as a workflow finds them at `GITHUB_EVENT_PATH`, made from the state: ids and SHAs belong together. */
import { git } from './git.ts'
import { readCommits } from './git-read.ts'
import { simpleCommitView } from './view-commit.ts'
import { deploymentStatusView, deploymentView, runView } from './view-deployment.ts'
import { orgView, userView } from './view-people.ts'
import { fullPullView, labelView, pullView, reviewView } from './view-pull.ts'
import { fullRepoView, pageUrl } from './view-repo.ts'
import type { Account, Deployment, Pull, Repo, Review, WorkflowRun, World } from './world.ts'

/** A merge queue's group: a branch with the merges of its pull requests in their order. */
export interface MergeGroup {
  readonly repo: Repo
  readonly pulls: readonly Pull[]
  readonly baseRef: string
  readonly baseSha: string
  readonly headRef: string
  readonly headSha: string
  /** One for each pull request. */
  readonly branches: readonly string[]
}

export interface PayloadOptions {
  /** Who did it; default: who opened the pull request, or the owner. */
  readonly sender?: Account
  readonly label?: string
  /** The head or branch before a push. */
  readonly before?: string
}

async function shortCommit(repo: Repo, sha: string) {
  const [commit] = await readCommits(repo.dir, [sha])
  if (commit === undefined) throw new Error(`there is no commit ${sha}`)
  return simpleCommitView(commit)
}

export function payloadsOf(world: World) {
  const common = (repo: Repo, sender: Account) => ({
    repository: fullRepoView(world, repo),
    ...(repo.owner.type === 'Organization' ? { organization: orgView(world, repo.owner) } : {}),
    sender: userView(world, sender),
  })
  const by = (pull: Pull, options: PayloadOptions) => options.sender ?? pull.user ?? pull.repo.owner

  return {
    /** `pull_request` and `pull_request_target`. */
    async pullRequest(pull: Pull, action: string, options: PayloadOptions = {}) {
      return {
        action,
        number: pull.number,
        pull_request: await fullPullView(world, pull),
        ...(action === 'synchronize' ? { before: options.before ?? pull.baseSha, after: pull.headSha } : {}),
        ...(options.label === undefined ? {} : { label: labelView(world, pull, options.label) }),
        ...common(pull.repo, by(pull, options)),
      }
    },

    /** Here a review's state is in lower case, in the API in upper case. */
    review(pull: Pull, review: Review, action = 'submitted', options: PayloadOptions = {}) {
      return {
        action,
        review: { ...reviewView(world, pull, review), state: review.state.toLowerCase() },
        pull_request: pullView(world, pull),
        ...common(pull.repo, options.sender ?? review.user ?? by(pull, options)),
      }
    },

    async push(repo: Repo, branch: string, { before, sender = repo.owner }: PayloadOptions = {}) {
      const after = await git(repo.dir, ['rev-parse', `refs/heads/${branch}`])
      const head = await shortCommit(repo, after)
      return {
        ref: `refs/heads/${branch}`,
        before: before ?? '0'.repeat(40),
        after,
        created: before === undefined,
        deleted: false,
        forced: false,
        base_ref: null,
        compare: `${pageUrl(world, repo)}/compare/${after}`,
        commits: [head],
        head_commit: head,
        pusher: { name: sender.login, email: sender.email },
        ...common(repo, sender),
      }
    },

    async mergeGroup(group: MergeGroup, action = 'checks_requested') {
      return {
        action,
        merge_group: {
          head_sha: group.headSha,
          head_ref: `refs/heads/${group.headRef}`,
          base_sha: group.baseSha,
          base_ref: `refs/heads/${group.baseRef}`,
          head_commit: await shortCommit(group.repo, group.headSha),
        },
        ...common(group.repo, group.pulls[0]?.user ?? group.repo.owner),
      }
    },

    deployment(repo: Repo, deployment: Deployment, run?: WorkflowRun) {
      return {
        action: 'created',
        deployment: deploymentView(world, repo, deployment),
        workflow: null,
        workflow_run: run === undefined ? null : runView(world, repo, run, null),
        ...common(repo, deployment.creator),
      }
    },

    deploymentStatus(repo: Repo, deployment: Deployment) {
      const status = deployment.statuses.at(-1)
      if (status === undefined) throw new Error('the deployment has no status yet')
      return {
        action: 'created',
        deployment: deploymentView(world, repo, deployment),
        deployment_status: deploymentStatusView(world, repo, deployment, status),
        ...common(repo, status.creator),
      }
    },

    async workflowRun(repo: Repo, run: WorkflowRun, action = 'completed') {
      return {
        action,
        workflow_run: runView(world, repo, run, await shortCommit(repo, run.headSha)),
        workflow: { id: 1, name: run.name, path: '.github/workflows/workflow.yml', state: 'active' },
        ...common(repo, run.triggeringActor),
      }
    },

    /** Runs nobody asked for carry neither a sender's name nor a subject. */
    schedule: (repo: Repo) => ({ schedule: '0 6 * * *', ...common(repo, repo.owner) }),

    workflowDispatch: (repo: Repo, branch: string, sender: Account) => ({
      inputs: {},
      ref: `refs/heads/${branch}`,
      workflow: '.github/workflows/workflow.yml',
      ...common(repo, sender),
    }),
  }
}
