/** Deployments, environments, and who approved a workflow run for them. */
import { type Call, listOf, type Operations, ok, reads, writes } from '../call.ts'
import { shaOf } from '../git.ts'
import { readCommits } from '../git-read.ts'
import { invalidField, notFound, Refusal } from '../refusal.ts'
import { newestByContext, simpleCommitView } from '../view-commit.ts'
import { deploymentStatusView, deploymentView, environmentView, runApprovalView, runView } from '../view-deployment.ts'
import type { Deployment, DeploymentStatus, WorkflowRun } from '../world.ts'

function deploymentOf(call: Call): Deployment {
  const found = call.repo().deployments.find((each) => each.id === call.number('deployment_id'))
  if (found === undefined) throw notFound()
  return found
}

function runOf(call: Call): WorkflowRun {
  const found = call.repo().runs.find((each) => each.id === call.number('run_id'))
  if (found === undefined) throw notFound()
  return found
}

async function headCommit(call: Call, sha: string) {
  const [commit] = await readCommits(call.repo().dir, [sha])
  return commit === undefined ? null : simpleCommitView(commit)
}

const newestFirst = <T>(items: readonly T[]) => [...items].reverse()

export const deploymentOperations: Operations = {
  'repos/list-deployments': reads(
    ['deployments:read'],
    (call) => {
      const [sha, ref, task, environment] = ['sha', 'ref', 'task', 'environment'].map(call.query)
      const is = (wanted: string | undefined, value: string) => wanted === undefined || wanted === value
      const found = call
        .repo()
        .deployments.filter((each) => is(sha, each.sha) && is(ref, each.ref))
        .filter((each) => is(task, each.task) && is(environment, each.environment))
      return listOf(newestFirst(found), (each) => deploymentView(call.world, call.repo(), each))
    },
    ['sha', 'ref', 'task', 'environment'],
  ),

  'repos/get-deployment': reads(['deployments:read'], (call) =>
    ok(deploymentView(call.world, call.repo(), deploymentOf(call))),
  ),

  'repos/create-deployment': writes(['deployments:write'], 'write', async (call) => {
    const repo = call.repo()
    const ref = call.text('ref', '')
    const sha = await shaOf(repo.dir, ref)
    if (sha === undefined) throw invalidField('Deployment', 'ref', `No ref found for: ${ref}`)
    // Every status of the commit must be green unless the caller names which ones.
    const named = call.body['required_contexts']
    const statuses = newestByContext(repo.statuses.filter((status) => status.sha === sha))
    const red = statuses.filter((status) => status.state !== 'success')
    const blocking = Array.isArray(named) ? red.filter((status) => named.includes(status.context)) : red
    if (blocking.length > 0) throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`)
    const deployment: Deployment = {
      id: call.world.nextId(),
      sha,
      ref,
      task: call.text('task', 'deploy'),
      environment: call.text('environment', 'production'),
      description: call.text('description', '') || null,
      payload: call.body['payload'] ?? {},
      creator: call.actor(),
      createdAt: call.world.clock.tick(),
      statuses: [],
    }
    repo.deployments.push(deployment)
    return ok(deploymentView(call.world, repo, deployment), 201)
  }),

  'repos/list-deployment-statuses': reads(['deployments:read'], (call) => {
    const deployment = deploymentOf(call)
    return listOf(newestFirst(deployment.statuses), (status) =>
      deploymentStatusView(call.world, call.repo(), deployment, status),
    )
  }),

  'repos/create-deployment-status': writes(['deployments:write'], 'write', (call) => {
    const deployment = deploymentOf(call)
    const status: DeploymentStatus = {
      id: call.world.nextId(),
      state: call.text('state', 'pending') as DeploymentStatus['state'],
      description: call.text('description', ''),
      creator: call.actor(),
      createdAt: call.world.clock.tick(),
    }
    deployment.statuses.push(status)
    return ok(deploymentStatusView(call.world, call.repo(), deployment, status), 201)
  }),

  'repos/get-all-environments': reads(['actions:read'], (call) =>
    listOf(
      call.repo().environments,
      (environment) => environmentView(call.world, call.repo(), environment),
      (environments, total_count) => ({ total_count, environments }),
    ),
  ),

  'repos/get-environment': reads(['actions:read'], (call) => {
    // Names do not differ by case.
    const wanted = call.param('environment_name').toLowerCase()
    const found = call.repo().environments.find((each) => each.name.toLowerCase() === wanted)
    if (found === undefined) throw notFound()
    return ok(environmentView(call.world, call.repo(), found))
  }),

  'actions/get-workflow-run': reads(['actions:read'], async (call) => {
    const run = runOf(call)
    return ok(runView(call.world, call.repo(), run, await headCommit(call, run.headSha)))
  }),

  'actions/get-workflow-run-attempt': reads(['actions:read'], async (call) => {
    const run = runOf(call)
    const attempt = call.number('attempt_number')
    if (attempt < 1 || attempt > run.attempt) throw notFound()
    const by = attempt === 1 ? run.actor : attempt === run.attempt ? run.triggeringActor : run.rerunBy[attempt - 2]
    // Attempts are kept for a while only.
    if (by === undefined) throw notFound()
    return ok(
      runView(call.world, call.repo(), { ...run, attempt, triggeringActor: by }, await headCommit(call, run.headSha)),
    )
  }),

  'actions/list-workflow-runs-for-repo': reads(
    ['actions:read'],
    async (call) => {
      const [head, event] = [call.query('head_sha'), call.query('event')]
      const runs = newestFirst(call.repo().runs)
        .filter((run) => head === undefined || run.headSha === head)
        .filter((run) => event === undefined || run.event === event)
      const heads = new Map<string, unknown>()
      for (const run of runs) heads.set(run.headSha, await headCommit(call, run.headSha))
      return listOf(
        runs,
        (run) => runView(call.world, call.repo(), run, heads.get(run.headSha)),
        (workflow_runs, total_count) => ({ total_count, workflow_runs }),
      )
    },
    ['head_sha', 'event'],
  ),

  /** Who let the run into its environments. */
  'actions/get-reviews-for-run': reads(['actions:read'], (call) =>
    ok(runOf(call).approvals.map((approval) => runApprovalView(call.world, call.repo(), approval))),
  ),
}
