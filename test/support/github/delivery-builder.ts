/** What a test does after the merge: statuses, deployments, environments, workflow runs and who let them through. */
import { addAccount } from './people-builder.ts'
import type {
  Account,
  App,
  CheckRun,
  CommitStatus,
  Deployment,
  DeploymentStatus,
  Environment,
  Repo,
  RunApproval,
  WorkflowRun,
  World,
} from './world.ts'

export const deliveryBuilder = (world: World, state: Repo) => ({
  status(sha: string, context: string, value: CommitStatus['state'], creator: Account): CommitStatus {
    const at = world.clock.tick()
    const made = {
      id: world.nextId(),
      sha,
      state: value,
      context,
      description: null,
      targetUrl: null,
      creator,
      createdAt: at,
    }
    state.statuses.push(made)
    return made
  },
  /** A check run, by default one that Actions has finished in a suite of its own. */
  checkRun(sha: string, name: string, options: Partial<CheckRun> = {}): CheckRun {
    const at = world.clock.tick()
    const status = options.conclusion === null ? 'in_progress' : 'completed'
    const made: CheckRun = {
      id: world.nextId(),
      name,
      headSha: sha,
      suiteId: world.nextId(),
      app: world.apps[0] ?? null,
      status,
      conclusion: 'success',
      title: null,
      annotations: 0,
      completedAt: status === 'completed' ? at : null,
      ...options,
    }
    state.checkRuns.push(made)
    return made
  },
  app(slug: string): App {
    const bot = addAccount(world, `${slug}[bot]`, { type: 'Bot' })
    const made = { id: world.nextId(), slug, owner: state.owner, bot }
    world.apps.push(made)
    return made
  },
  deploy(
    sha: string,
    environment: string,
    creator: Account,
    ref = state.defaultBranch,
    payload: unknown = {},
  ): Deployment {
    const at = world.clock.tick()
    const what = { sha, ref, task: 'deploy', environment, description: null, payload }
    const made: Deployment = { id: world.nextId(), ...what, creator, createdAt: at, statuses: [] }
    state.deployments.push(made)
    return made
  },
  deploymentStatus(deployment: Deployment, value: DeploymentStatus['state'], creator = deployment.creator): void {
    const at = world.clock.tick()
    deployment.statuses.push({ id: world.nextId(), state: value, description: '', creator, createdAt: at })
  },
  environment(name: string, reviewers: readonly Account[] = [], preventSelfReview = false): Environment {
    const made: Environment = {
      ...{ id: world.nextId(), name, createdAt: world.clock.now(), reviewers, preventSelfReview },
      ...{ administratorsBypass: true, branches: null, secrets: [] },
    }
    state.environments.push(made)
    return made
  },
  run(options: {
    headSha: string
    actor: Account
    event?: string
    triggeringActor?: Account
    attempt?: number
    path?: string
    conclusion?: WorkflowRun['conclusion']
    rerunBy?: readonly Account[]
    /** Default: the default branch of this repository. */
    headBranch?: string
    headRepo?: Repo
  }): WorkflowRun {
    const made: WorkflowRun = {
      id: world.nextId(),
      name: 'deploy',
      path: options.path ?? '.github/workflows/deploy.yml',
      number: state.runs.length + 1,
      event: options.event ?? 'push',
      headSha: options.headSha,
      headBranch: options.headBranch ?? state.defaultBranch,
      headRepo: options.headRepo ?? state,
      actor: options.actor,
      triggeringActor: options.triggeringActor ?? options.actor,
      attempt: options.attempt ?? 1,
      rerunBy: options.rerunBy ?? [],
      conclusion: options.conclusion ?? null,
      createdAt: world.clock.tick(),
      approvals: [],
    }
    state.runs.push(made)
    return made
  },
  approveRun(
    run: WorkflowRun,
    user: Account,
    environment: Environment,
    value: RunApproval['state'] = 'approved',
  ): void {
    run.approvals.push({ environments: [environment], state: value, user, comment: '' })
  },
})
