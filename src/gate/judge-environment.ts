import type { DeploymentFacts } from '../model/facts.ts'
import { type FindActor, isGhost } from './actors.ts'
import { listed } from './candidates.ts'
import { type Holders, holders } from './change-parts.ts'
import type { Obstacle } from './obstacle.ts'

type Facts = Pick<DeploymentFacts, 'environment' | 'environmentApprovals' | 'environmentReviewers' | 'deployment'>

/** Whoever lets a run into an environment approves it, and so must not be one of those who deploy. */
export function environmentApprovers({ environment, environmentApprovals }: Facts, actorOf: FindActor): Holders {
  if (!environmentApprovals.known) {
    const why = `who let it into ${environment} could not be read: ${environmentApprovals.why}`
    return { people: new Map(), unknown: [why] }
  }
  const approved = environmentApprovals.value.filter(({ state }) => state === 'approved')
  const accounts = approved.flatMap(({ by }) => (by === null || isGhost(by) ? [] : [by]))
  return {
    people: holders(accounts.map(actorOf), `let it into ${environment}`),
    unknown: accounts.length < approved.length ? [`who let it into ${environment} is not known`] : [],
  }
}

/** What the environment's own protection says against it: somebody said no, or it began although nobody said yes. */
export function environmentObstacles(
  { environment, environmentApprovals, environmentReviewers, deployment }: Facts,
  actorOf: FindActor,
): readonly Obstacle[] {
  if (!environmentApprovals.known) return []
  const answers = environmentApprovals.value
  const found = answers.flatMap(({ by, state }): readonly Obstacle[] => {
    if (state === 'rejected') {
      const who = by === null || isGhost(by) ? 'somebody' : actorOf(by).name
      return [{ verdict: 'refused', message: `${who} did not let it into ${environment}` }]
    }
    return state === 'unknown'
      ? [{ verdict: 'not-determined', message: `an answer of ${environment} is not known` }]
      : []
  })
  // Administrators can pass over the reviewers of an environment; the forge then keeps no answer of anybody.
  const asks = environmentReviewers.known ? environmentReviewers.value : []
  if (asks.length > 0 && answers.length === 0 && deployment?.begun === true) {
    const message = `${environment} asks for the approval of ${listed(asks, 'or')}, and it began without one`
    return [...found, { verdict: 'refused', message }]
  }
  return found
}
