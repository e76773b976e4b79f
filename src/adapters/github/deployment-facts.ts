import { isSameEnvironment } from '../../model/environment-name.ts'
import type { DeploymentFacts } from '../../model/facts.ts'
import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { DeploymentRef } from '../../ports/forge.ts'
import { accountIn } from './account.ts'
import { readChecks } from './checks.ts'
import type { Parameters, Session } from './client.ts'
import { readParents } from './commit-parents.ts'
import { readRequester } from './deployment-request.ts'
import { endpoints } from './endpoints.ts'
import { readEnvironmentReviewers } from './environment-reviewers.ts'
import { readEnvironmentStates } from './environment-states.ts'
import { isObject, malformed, toId, toInstant, toList, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'
import { notKnown, readingOf } from './reading.ts'
import { readRole } from './roles.ts'
import { readShippedCommits } from './shipped-commits.ts'
import { readTeams } from './team-members.ts'

type EnvironmentApprovals = DeploymentFacts['environmentApprovals']
type Reruns = NonNullable<DeploymentFacts['run']>['reruns']

/**
 * See `Forge.deploymentFacts`. A deployment or run that was named and cannot be read throws as well: null would say that
 * there was none, and hide who deploys.
 */
export async function readDeploymentFacts(
  session: Session,
  deployment: DeploymentRef,
  collectedAt: string,
): Promise<DeploymentFacts> {
  const { owner, name, environment, sha, previousSha, wanted } = deployment
  const { data } = await session.ask(endpoints.repository, { owner, repo: name }, `${owner}/${name}`)
  const answer = toObject(data, 'the repository')
  const repository = {
    id: toId(answer['id'], 'the id of the repository'),
    owner: toText(toObject(answer['owner'], 'its owner')['login'], 'its owner', 100),
    name: toText(answer['name'], 'its name', 100),
  }
  await readParents(session, repository, sha)
  const [forgeDeployment, run, environmentApprovals, environmentReviewers, shipped, teams, checks, environmentStates] =
    await Promise.all([
      readDeployment(session, deployment),
      readRun(session, deployment),
      readApprovals(session, deployment),
      readEnvironmentReviewers(session, deployment),
      readShippedCommits(session, repository, sha, previousSha),
      readTeams(session, wanted.githubTeams),
      wanted.checks ? readChecks(session, repository, sha) : notKnown('Checks were not asked for.'),
      wanted.environmentStates
        ? readEnvironmentStates(session, repository, sha)
        : notKnown('Deployments were not asked for.'),
    ])
  const permissions = wanted.permissions
    ? await readPermissions(session, deployment, { deployment: forgeDeployment, run })
    : []
  return {
    schema: 'countersign/deployment-facts/v1',
    collectedAt,
    repository,
    environment,
    sha,
    deployment: forgeDeployment,
    run,
    environmentApprovals,
    environmentReviewers,
    permissions,
    teams,
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
  if (deployment['sha'] !== sha || !isFor(environment, deployment['environment'])) {
    throw new ForgeUnreachable(`with the deployment that was asked for: ${about} is of another commit or environment`)
  }
  return {
    id: toId(deployment['id'], 'the id of a deployment'),
    createdAt: toInstant(deployment['created_at'], 'when a deployment was made'),
    creator: accountIn(deployment, 'creator', 'who made a deployment'),
    requestedBy: await readRequester(session, deployment['payload'], about),
    begun: await readBegun(session, parameters, about),
  }
}

const waiting = new Set<unknown>(['queued', 'pending', 'waiting'])

/** Whether a status says more than that it waits to be let in; null where they could not be read. */
async function readBegun(session: Session, parameters: Parameters, about: string): Promise<boolean | null> {
  const states = await readingOf(async () =>
    (await wholeList(session, { endpoint: endpoints.deploymentStatuses, parameters, about })).map(
      (status) => toObject(status, 'a status of a deployment')['state'],
    ),
  )
  return states.known ? states.value.some((state) => !waiting.has(state)) : null
}

async function readRun(session: Session, { owner, name, runId }: DeploymentRef): Promise<DeploymentFacts['run']> {
  if (runId === null) return null
  const about = `${owner}/${name}, run ${runId}`
  const run = toObject((await session.ask(endpoints.run, { owner, repo: name, run_id: runId }, about)).data, 'a run')
  const attempt = toId(run['run_attempt'], 'the attempt of a run')
  return {
    id: toId(run['id'], 'the id of a run'),
    attempt,
    actor: accountIn(run, 'actor', 'who started a run'),
    triggeringActor: accountIn(run, 'triggering_actor', 'who started the attempt of a run'),
    reruns: await readReruns(session, { owner, repo: name, run_id: runId }, attempt, about),
  }
}

/** More attempts than the forge allows for one run. */
const mostAttempts = 100

/** Who started the attempts between the first, which is that of the actor, and the present one, which the run itself names. */
function readReruns(session: Session, parameters: Parameters, attempt: number, about: string): Promise<Reruns> {
  if (attempt > mostAttempts) return Promise.resolve(notKnown(`The run has ${attempt} attempts.`))
  const numbers = Array.from({ length: Math.max(0, attempt - 2) }, (_, index) => index + 2)
  return readingOf(() =>
    Promise.all(
      numbers.map(async (number) => {
        const { data } = await session.ask(endpoints.runAttempt, { ...parameters, attempt_number: number }, about)
        const by = accountIn(data, 'triggering_actor', 'who started the attempt of a run')
        return { attempt: number, by }
      }),
    ),
  )
}

/** What everybody who deploys may do; machines are not asked about. */
function readPermissions(
  session: Session,
  { owner, name }: DeploymentRef,
  { deployment, run }: Pick<DeploymentFacts, 'deployment' | 'run'>,
): Promise<DeploymentFacts['permissions']> {
  const reruns = run?.reruns.known === true ? run.reruns.value.map(({ by }) => by) : []
  const accounts = [deployment?.creator, deployment?.requestedBy, run?.actor, run?.triggeringActor, ...reruns]
  const people = new Map(
    accounts.flatMap((account) => (account?.type === 'user' ? [[account.id, account] as const] : [])),
  )
  const question = { parameters: { owner, repo: name }, about: `${owner}/${name}` }
  return Promise.all(
    [...people.values()].map(async (account) => ({ account, role: await readRole(session, question, account) })),
  )
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
      if (!environments.some((each) => isObject(each) && isFor(environment, each['name']))) return []
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

const isFor = (environment: string, value: unknown): boolean =>
  typeof value === 'string' && isSameEnvironment(value, environment)
