/** Deployments, environments and workflow runs as GitHub shows them. */
import { nodeId, userView } from './view-people.ts'
import { apiUrl, pageUrl, repoView } from './view-repo.ts'
import type { Deployment, DeploymentStatus, Environment, Repo, RunApproval, WorkflowRun, World } from './world.ts'

export function deploymentView(world: World, repo: Repo, deployment: Deployment) {
  const url = `${apiUrl(world, repo)}/deployments/${deployment.id}`
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userView(world, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(world, repo),
    transient_environment: false,
    production_environment: deployment.environment === 'production',
    performed_via_github_app: null,
  }
}

export function deploymentStatusView(world: World, repo: Repo, deployment: Deployment, status: DeploymentStatus) {
  const url = `${apiUrl(world, repo)}/deployments/${deployment.id}`
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: userView(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: '',
    log_url: '',
    environment_url: '',
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: apiUrl(world, repo),
    performed_via_github_app: null,
  }
}

const environmentHead = (world: World, repo: Repo, environment: Environment) => ({
  id: environment.id,
  node_id: nodeId('Environment', environment.id),
  name: environment.name,
  url: `${apiUrl(world, repo)}/environments/${encodeURIComponent(environment.name)}`,
  html_url: `${pageUrl(world, repo)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
  created_at: environment.createdAt,
  updated_at: environment.createdAt,
})

export const environmentView = (world: World, repo: Repo, environment: Environment) => ({
  ...environmentHead(world, repo, environment),
  // GitHub sends it, and its description does not have it.
  can_admins_bypass: environment.administratorsBypass,
  protection_rules: [
    ...(environment.branches === null
      ? []
      : [{ id: environment.id + 1, node_id: nodeId('GateRule', environment.id + 1), type: 'branch_policy' }]),
    ...(environment.reviewers.length === 0
      ? []
      : [
          {
            id: environment.id,
            node_id: nodeId('GateRule', environment.id),
            type: 'required_reviewers',
            prevent_self_review: environment.preventSelfReview,
            reviewers: environment.reviewers.map((reviewer) => ({ type: 'User', reviewer: userView(world, reviewer) })),
          },
        ]),
  ],
  deployment_branch_policy:
    environment.branches === null
      ? null
      : {
          protected_branches: environment.branches === 'protected',
          custom_branch_policies: environment.branches !== 'protected',
        },
})

export const runApprovalView = (world: World, repo: Repo, approval: RunApproval) => ({
  state: approval.state,
  comment: approval.comment,
  environments: approval.environments.map((environment) => environmentHead(world, repo, environment)),
  user: userView(world, approval.user),
})

/** @param head  the commit's short form, null where it is not there */
export function runView(world: World, repo: Repo, run: WorkflowRun, head: unknown) {
  const url = `${apiUrl(world, repo)}/actions/runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    display_title: run.name,
    status: run.conclusion === null ? 'in_progress' : 'completed',
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: `${pageUrl(world, repo)}/actions/runs/${run.id}`,
    pull_requests: [],
    actor: userView(world, run.actor),
    triggering_actor: userView(world, run.triggeringActor),
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(world, repo)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${apiUrl(world, repo)}/actions/workflows/1`,
    head_commit: head,
    repository: repoView(world, repo),
    head_repository: repoView(world, run.headRepo),
  }
}
