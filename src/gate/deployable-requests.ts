import { millisecondsOf } from '../model/days.ts'
import { isSameEnvironment } from '../model/environment-name.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import type { ProgramModel, ProgramReading } from '../model/program-model.ts'
import type { ChangeRequest } from '../model/records.ts'
import type { MergedChange } from './deployment-decision.ts'
import type { Obstacle } from './obstacle.ts'

type Facts = Pick<DeploymentFacts, 'environment' | 'repository'>

/** The change requests of a change, as they stand on the branch now, must let it be deployed: here, there and at this moment. */
export function requestObstacles(
  { pull, changeRequests }: MergedChange,
  { model, problems }: ProgramReading,
  facts: Facts,
  atMs: number,
): readonly Obstacle[] {
  return changeRequests.flatMap((id): readonly Obstacle[] => {
    const name = `${id} of #${pull}`
    const request = model.changes.get(id)?.value
    const unknown = (message: string): readonly Obstacle[] => [{ verdict: 'not-determined', message }]
    if (request === undefined) return unknown(`${name} is not on the branch`)
    if (model.declaredIds.filter((one) => one.kind === 'change-request' && one.id === id).length > 1) {
      return unknown(`${name} is on the branch more than once`)
    }
    // A system that is in no record may be in the one that cannot be read.
    const lost = request.affectedSystems?.find((system) => !model.systems.has(system))
    if (lost !== undefined && problems.length > 0) {
      return unknown(`${name} names ${lost}, and a record of the program cannot be read`)
    }
    const reasons = [
      statusReason(request),
      environmentReason(request, facts.environment),
      repositoryReason(request, model, facts.repository),
      windowReason(request, atMs),
    ]
    return reasons.flatMap((reason) =>
      reason === undefined ? [] : [{ verdict: 'refused', message: `${name} ${reason}` }],
    )
  })
}

const statusReason = ({ status }: ChangeRequest): string | undefined =>
  status === 'submitted' ? undefined : `is ${status ?? 'draft'}, not submitted`

function environmentReason({ environments }: ChangeRequest, environment: string): string | undefined {
  if (environments === undefined || environments.some((name) => isSameEnvironment(name, environment))) return undefined
  return `is for ${environments.join(', ') || 'no environment'}, not for ${environment}`
}

/** A system that says in which repositories it lies says so for its change requests; one that does not leaves it open. */
function repositoryReason(
  { affectedSystems = [] }: ChangeRequest,
  { systems }: ProgramModel,
  { owner, name }: Facts['repository'],
): string | undefined {
  const here = `${owner}/${name}`.toLowerCase()
  const places = affectedSystems.map((id) => systems.get(id)?.value.repositories)
  const named = places.flatMap((one) => one ?? [])
  const open = places.some((one) => one === undefined || one.length === 0)
  if (places.length === 0 || open || named.some((one) => one.toLowerCase() === here)) return undefined
  return `is for ${[...new Set(named)].sort().join(', ')}, not for ${owner}/${name}`
}

function windowReason({ window }: ChangeRequest, atMs: number): string | undefined {
  if (window === undefined) return undefined
  const inside = millisecondsOf(window.start) <= atMs && atMs <= millisecondsOf(window.end)
  return inside ? undefined : `may be deployed from ${window.start} until ${window.end} only`
}
