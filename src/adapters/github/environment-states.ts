import type { EnvironmentState, Reading } from '../../model/facts.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { cutText, toId, toInstant, toObject, toSha } from './json.ts'
import { wholeList } from './pages.ts'
import { NotKnown, readingOf } from './reading.ts'

/** Each costs a request. */
const mostDeployments = 50

const states = new Map<unknown, EnvironmentState['state']>([
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'error'],
  ['inactive', 'inactive'],
  ['pending', 'pending'],
  ['queued', 'pending'],
  ['in_progress', 'pending'],
  ['waiting', 'pending'],
])

/** What became of each deployment of a commit: its newest state, `pending` since it was made where it has none. By id. */
export function readEnvironmentStates(
  session: Session,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<Reading<EnvironmentState>> {
  const parameters = { owner, repo: name }
  const about = `${owner}/${name}, commit ${sha.slice(0, 12)}`
  return readingOf(async () => {
    const deployments = await wholeList(session, {
      endpoint: endpoints.deployments,
      parameters: { ...parameters, sha },
      about,
    })
    if (deployments.length > mostDeployments) {
      return new NotKnown(`The commit was deployed ${deployments.length} times; at most ${mostDeployments} are read.`)
    }
    const read = deployments.map(async (entry): Promise<EnvironmentState> => {
      const deployment = toObject(entry, 'a deployment')
      const id = toId(deployment['id'], 'the id of a deployment')
      const statuses = await wholeList(session, {
        endpoint: endpoints.deploymentStatuses,
        parameters: { ...parameters, deployment_id: id },
        about,
      })
      const made = { state: 'pending', at: toInstant(deployment['created_at'], 'when a deployment was made') } as const
      return {
        environment: cutText(deployment['environment'], 'the environment of a deployment', 255),
        deployment: id,
        sha: toSha(deployment['sha'], 'the commit of a deployment'),
        ...(newestOf(statuses) ?? made),
      }
    })
    return (await Promise.all(read)).sort((a, b) => a.deployment - b.deployment)
  })
}

/** By moment, then by id: never by place in the list. */
function newestOf(statuses: readonly unknown[]): Pick<EnvironmentState, 'state' | 'at'> | undefined {
  const read = statuses.map((entry) => {
    const status = toObject(entry, 'a status of a deployment')
    const at = toInstant(status['created_at'], 'when a deployment changed')
    const id = toId(status['id'], 'the id of a status')
    return { state: states.get(status['state']) ?? ('unknown' as const), at, id }
  })
  const [newest] = read.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id)
  return newest === undefined ? undefined : { state: newest.state, at: newest.at }
}
