import { millisecondsOf } from '../model/days.ts'
import { isSameEnvironment } from '../model/environment-name.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { ChangeRequest } from '../model/records.ts'
import type { MergedChange } from './deployment-decision.ts'
import type { Obstacle } from './obstacle.ts'

type Facts = Pick<DeploymentFacts, 'environment' | 'repository'>

/** The change requests of a change, as they stand on the branch now, must let it be deployed: here, there and at this moment. */
export function requestObstacles(
  { pull, changeRequests }: MergedChange,
  model: ProgramModel,
  facts: Facts,
  atMs: number,
): readonly Obstacle[] {
  return changeRequests.flatMap((id): readonly Obstacle[] => {
    const name = `${id} of #${pull}`
    const request = model.changes.get(id)?.value
    if (request === undefined) return [{ verdict: 'not-determined', message: `${name} is not on the branch` }]
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
