import type { DeploymentFacts, ForgeAccount } from '../model/facts.ts'
import { type Actor, type FindActor, isGhost, isPerson } from './actors.ts'
import { type Holders, holders } from './change-parts.ts'
import type { DeployerRow } from './deployment-decision.ts'
import type { Obstacle } from './obstacle.ts'

export interface Deployers extends Holders {
  readonly rows: readonly DeployerRow[]
  /** The people among them, by account. */
  readonly actors: readonly Actor[]
}

/** Without a person, or with one who is not known, nobody can be compared with the approvers. */
export const attribution = ({ people, unknown }: Holders): readonly Obstacle[] =>
  [...(people.size === 0 ? ['no person is known to deploy it: let a person start it'] : []), ...unknown].map(
    (message) => ({ verdict: 'not-determined', message, about: 'people' }),
  )

/**
 * Who starts it: creator of the deployment and whoever it was created for, actor of the run and whoever triggered or re-ran any
 * attempt of it. A machine among them is fine where a person is behind it; without any person nobody can be compared with the
 * approvers.
 */
export function directDeployers({ deployment, run }: DeploymentFacts, actorOf: FindActor): Deployers {
  const parts: readonly (readonly [ForgeAccount | null, DeployerRow['as']])[] = [
    ...(deployment === null ? [] : [[deployment.creator, 'creator'] as const]),
    // A creator can claim anybody here, so this adds a deployer and takes nobody away.
    ...(deployment === null || deployment.requestedBy === null ? [] : [[deployment.requestedBy, 'requester'] as const]),
    ...(run === null ? [] : [[run.actor, 'actor'] as const, [run.triggeringActor, 'triggering-actor'] as const]),
    ...(run?.reruns.known === true ? run.reruns.value.map(({ by }) => [by, 're-runner'] as const) : []),
  ]
  const known = parts.flatMap(([account, as]) => (account === null || isGhost(account) ? [] : [[account, as] as const]))
  const unknown: string[] = []
  if (known.length < parts.length) unknown.push('the account of a deployer was deleted, or is not known')
  if (run !== null && !run.reruns.known) unknown.push(`who re-ran it could not be read: ${run.reruns.why}`)
  else if (run?.reruns.known === true) {
    const seen = new Set(run.reruns.value.map(({ attempt }) => attempt))
    // The first attempt is that of the actor, the present one that of the triggering actor.
    for (let attempt = 2; attempt < run.attempt && unknown.length === 0; attempt += 1) {
      if (!seen.has(attempt)) unknown.push(`who started attempt ${attempt} of the run is not known`)
    }
  }
  const actors = known.map(([account]) => actorOf(account)).filter(isPerson)
  return {
    rows: known.map(([account, as]) => ({ name: actorOf(account).name, account, as })),
    actors,
    people: holders(actors, 'deploys it'),
    unknown,
  }
}
