import type { DeploymentFacts, ForgeAccount } from '../model/facts.ts'
import { type FindActor, isGhost, isPerson } from './actors.ts'
import type { DeployerRow } from './deployment-decision.ts'

/** What keeps a deployment from being approved. */
export interface Obstacle {
  readonly verdict: 'refused' | 'not-determined'
  readonly message: string
  /** It is about who took part, not about what is brought. */
  readonly about?: 'people'
}

export interface Deployers {
  readonly rows: readonly DeployerRow[]
  /** Key -> name, of the people among them. */
  readonly people: ReadonlyMap<string, string>
  readonly obstacles: readonly Obstacle[]
}

/**
 * Who starts it: creator of the deployment, actor of the run and whoever triggered or re-ran it. A machine among them is fine
 * where a person is behind it; without any person nobody can be compared with the approvers.
 */
export function directDeployers({ deployment, run }: DeploymentFacts, actorOf: FindActor): Deployers {
  const parts: readonly (readonly [ForgeAccount | null, DeployerRow['as']])[] = [
    ...(deployment === null ? [] : [[deployment.creator, 'creator'] as const]),
    ...(run === null ? [] : [[run.actor, 'actor'] as const, [run.triggeringActor, 'triggering-actor'] as const]),
  ]
  const known = parts.flatMap(([account, as]) => (account === null || isGhost(account) ? [] : [[account, as] as const]))
  const obstacles: Obstacle[] = []
  if (known.length < parts.length)
    obstacles.push({ verdict: 'not-determined', message: 'the account of a deployer was deleted', about: 'people' })
  const people = new Map(
    known
      .map(([account]) => actorOf(account))
      .filter(isPerson)
      .map(({ key, name }) => [key, name]),
  )
  if (people.size === 0)
    obstacles.push({ verdict: 'not-determined', message: 'no person is known to deploy it', about: 'people' })
  return { rows: known.map(([account, as]) => deployerRow(account, as, actorOf)), people, obstacles }
}

export const deployerRow = (account: ForgeAccount, as: DeployerRow['as'], actorOf: FindActor): DeployerRow => ({
  name: actorOf(account).name,
  account,
  as,
})

/** Whoever lets a run into an environment approves it, and so must not be one of those who deploy. */
export function environmentObstacles(
  { environmentApprovals }: DeploymentFacts,
  actorOf: FindActor,
  deployers: ReadonlyMap<string, string>,
): readonly Obstacle[] {
  if (!environmentApprovals.known) {
    return [
      {
        verdict: 'not-determined',
        message: `who let it into the environment could not be read: ${environmentApprovals.why}`,
        about: 'people',
      },
    ]
  }
  return environmentApprovals.value.flatMap(({ by, state }): readonly Obstacle[] => {
    const who = by === null || isGhost(by) ? undefined : actorOf(by)
    if (state === 'rejected')
      return [{ verdict: 'refused', message: `${who?.name ?? 'somebody'} did not let it into the environment` }]
    if (state === 'unknown')
      return [{ verdict: 'not-determined', message: 'an answer of the environment is not known' }]
    if (who === undefined)
      return [{ verdict: 'not-determined', message: 'who let it into the environment is not known', about: 'people' }]
    return deployers.has(who.key)
      ? [{ verdict: 'refused', message: `${who.name} deploys it and let it into the environment`, about: 'people' }]
      : []
  })
}

/** An account as the log has it: numbers are text there, and machines are known by their login. */
export const toAccount = ({ id, login }: { readonly id: string; readonly login: string }): ForgeAccount => ({
  id: Number(id),
  login,
  type: login.endsWith('[bot]') ? 'bot' : 'user',
})
