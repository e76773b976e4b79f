import type { PullRequestFacts } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { type FindActor, keyOfPerson } from './actors.ts'
import type { DescribedChanges } from './change-requests.ts'

export const forbids = ({ forbid }: GateRule, one: 'approver' | 'author'): boolean =>
  forbid?.samePerson?.includes(one) === true && forbid.samePerson.includes('deployer')

/**
 * Who is going to deploy, as far as it is known before it happens, by key of the actor, with the reason their approval does
 * not count: the planned deployer of a change request always; where merging deploys and a rule keeps approver and deployer
 * apart, also whoever switched on auto-merge, because the forge then merges in that person's name.
 */
export function plannedDeployersOf(
  { pull }: PullRequestFacts,
  { submitted }: DescribedChanges,
  actorOf: FindActor,
  autoMergeDeploys: boolean,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (autoMergeDeploys && pull.autoMergeBy !== null) {
    found.set(actorOf(pull.autoMergeBy).key, 'switched on auto-merge, and merging deploys')
  }
  for (const { id, plannedDeployer } of submitted) {
    if (plannedDeployer !== undefined) found.set(keyOfPerson(plannedDeployer), `is the planned deployer of ${id}`)
  }
  return found
}
