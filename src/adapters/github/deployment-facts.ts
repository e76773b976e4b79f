import type { DeploymentFacts } from '../../model/facts.ts'
import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { DeploymentRef, DeploymentWanted } from '../../ports/forge.ts'
import { accountIn } from './account.ts'
import { readChecks } from './checks.ts'
import type { Session } from './client.ts'
import { readParents } from './commit-parents.ts'
import { endpoints } from './endpoints.ts'
import { readEnvironmentStates } from './environment-states.ts'
import { isObject, malformed, toId, toInstant, toList, toObject, toText } from './json.ts'
import { notKnown, readingOf } from './reading.ts'
import { readShippedCommits } from './shipped-commits.ts'

type EnvironmentApprovals = DeploymentFacts['environmentApprovals']

/**
 * See `Forge.deploymentFacts`. A deployment or run that was named and cannot be read throws as well: null would say that
 * there was none, and hide who deploys.
 */
export async function readDeploymentFacts(
  session: Session,
  deployment: DeploymentRef,
  wanted: DeploymentWanted,
  collectedAt: string,
): Promise<DeploymentFacts> {
  const { owner, name, environment, sha, previousSha } = deployment
  const { data } = await session.ask(endpoints.repository, { owner, repo: name }, `${owner}/${name}`)
  const answer = toObject(data, 'the repository')
  const repository = {
    id: toId(answer['id'], 'the id of the repository'),
    owner: toText(toObject(answer['owner'], 'its owner')['login'], 'its owner', 100),
    name: toText(answer['name'], 'its name', 100),
  }
  await readParents(session, repository, sha)
  const [forgeDeployment, run, environmentApprovals, shipped, checks, environmentStates] = await Promise.all([
    readDeployment(session, deployment),
    readRun(session, deployment),
    readApprovals(session, deployment),
    readShippedCommits(session, repository, sha, previousSha),
    wanted.checks === true ? readChecks(session, repository, sha) : notKnown('Checks were not asked for.'),
    wanted.environmentStates === true
      ? readEnvironmentStates(session, repository, sha)
      : notKnown('Deployments were not asked for.'),
  ])
  return {
    schema: 'countersign/deployment-facts/v1',
    collectedAt,
    repository,
    environment,
    sha,
    deployment: forgeDeployment,
    run,
    environmentApprovals,
    previousSha,
    redeployed: shipped.redeployed,
    commits: shipped.commits,
    checks,
    environmentStates,
  }
}

async function readDeployment(
  session: Session,
  { owner, name, deploymentId, sha, environment }: DeploymentRef,
): Promise<DeploymentFacts['deployment']> {
  if (deploymentId === null) return null
  const about = `${owner}/${name}, deployment ${deploymentId}`
  const parameters = { owner, repo: name, deployment_id: deploymentId }
  const deployment = toObject((await session.ask(endpoints.deployment, parameters, about)).data, 'a deployment')
  if (deployment['sha'] !== sha || !isSameEnvironment(deployment['environment'], environment)) {
    throw new ForgeUnreachable(`with the deployment that was asked for: ${about} is of another commit or environment`)
  }
  return {
    id: toId(deployment['id'], 'the id of a deployment'),
    createdAt: toInstant(deployment['created_at'], 'when a deployment was made'),
    creator: accountIn(deployment, 'creator', 'who made a deployment'),
    requestedBy: null,
  }
}

async function readRun(session: Session, { owner, name, runId }: DeploymentRef): Promise<DeploymentFacts['run']> {
  if (runId === null) return null
  const about = `${owner}/${name}, run ${runId}`
  const run = toObject((await session.ask(endpoints.run, { owner, repo: name, run_id: runId }, about)).data, 'a run')
  return {
    id: toId(run['id'], 'the id of a run'),
    attempt: toId(run['run_attempt'], 'the attempt of a run'),
    actor: accountIn(run, 'actor', 'who started a run'),
    triggeringActor: accountIn(run, 'triggering_actor', 'who started the attempt of a run'),
  }
}

/** Answers to the request of this environment; those of others that the run passed are left out. */
function readApprovals(
  session: Session,
  { owner, name, runId, environment }: DeploymentRef,
): Promise<EnvironmentApprovals> {
  if (runId === null) return Promise.resolve(notKnown('No workflow run was named, so who let it in is not known.'))
  return readingOf(async () => {
    const about = `${owner}/${name}, run ${runId}`
    const { data } = await session.ask(endpoints.runApprovals, { owner, repo: name, run_id: runId }, about)
    return toList(data, 'the approvals of a run').flatMap((value) => {
      const approval = toObject(value, 'an approval of a run')
      const environments = toList(approval['environments'], 'the environments of an approval')
      if (environments.some((each) => !isObject(each) || typeof each['name'] !== 'string')) {
        throw malformed('the environments of an approval', 'named')
      }
      if (!environments.some((each) => isObject(each) && isSameEnvironment(each['name'], environment))) return []
      const { state } = approval
      return [
        {
          by: accountIn(approval, 'user', 'who let a run in'),
          state: state === 'approved' || state === 'rejected' ? state : ('unknown' as const),
        },
      ]
    })
  })
}

/** Names of environments do not differ by case (GitHub documentation, "Managing environments"). */
const isSameEnvironment = (value: unknown, environment: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === environment.toLowerCase()
