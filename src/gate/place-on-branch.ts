import type { DeploymentInput } from './deployment-input.ts'
import type { Obstacle } from './obstacle.ts'

/**
 * What stands against the commit and the list of what it brings, before anybody looks at the changes in it: facts that leave
 * something out would bring it past the gate.
 */
export function placeObstacles(input: DeploymentInput): readonly Obstacle[] {
  const { facts, place, protectedBranch } = input
  const { commits, sha, redeployed } = facts
  const short = sha.slice(0, 7)
  const list = listObstacle(input)
  if (list !== undefined) return [{ verdict: 'not-determined', message: list }]
  if (redeployed) {
    return [
      { verdict: 'not-determined', message: 'it goes back to a commit that the log does not have as deployed there' },
    ]
  }
  if (!commits.known) {
    return [{ verdict: 'not-determined', message: `what it brings could not be read: ${commits.why}` }]
  }
  if (place.isOn === undefined) {
    const message = `whether ${short} is on ${protectedBranch} is not known: fetch ${protectedBranch} with all of its history`
    return [{ verdict: 'not-determined', message }]
  }
  if (place.isOn) return []
  const message = `${short} never was the tip of ${protectedBranch}: deploy a commit that was, after its merge`
  return [{ verdict: 'refused', message }]
}

/** Why the list of the facts is not what lies between the last deployment and this one; undefined where it may be. */
export function listObstacle({ facts, previousSha, place }: DeploymentInput): string | undefined {
  const { commits, sha, redeployed } = facts
  // Facts that begin later than the log would pass over what lies between.
  if (previousSha !== null && facts.previousSha !== previousSha) {
    return 'the facts do not begin at the last deployment in the log'
  }
  const { line } = place
  const listed = redeployed ? [] : commits.known ? commits.value : undefined
  if (listed === undefined) return undefined
  if (line !== undefined && (line.length !== listed.length || line.some((commit, at) => commit !== listed[at]))) {
    return 'the facts do not have the commits that git has since the last deployment'
  }
  return redeployed || listed.at(-1) === sha ? undefined : 'the list of what it brings does not end with it'
}
