import type { GateRule } from '../model/records.ts'
import { keyOfPerson } from './actors.ts'
import type { DescribedChanges } from './change-requests.ts'
import type { ConditionContext } from './condition-context.ts'
import { keepsApart } from './parts.ts'
import { holdersOfBoth } from './sod-pair-holders.ts'

export interface Exclusions {
  /** Key of who is going to deploy, as far as it is known before it happens -> why that is thought. */
  readonly plannedDeployers: ReadonlyMap<string, string>
  /** Key -> why the approval of somebody who had no part in the change does not count all the same. */
  readonly excluded: ReadonlyMap<string, string>
}

/**
 * Whose approvals do not count because of another part they take: the planned deployer of a change request; where a rule
 * keeps approver and merger apart, or merging deploys and one keeps approver and deployer apart, also whoever switched on
 * auto-merge, because the forge then merges in that person's name; where one keeps approver and requester apart, the requester;
 * and where one keeps two roles apart, whoever holds both and takes one of these parts.
 *
 * @param submitted change requests; none where no rule looks at them
 * @param rules those that concern the pull request, or may
 */
export function exclusionsOf(
  { facts: { pull }, model, moment, actorOf }: ConditionContext,
  submitted: DescribedChanges['submitted'],
  rules: readonly GateRule[],
  merging: boolean,
): Exclusions {
  const apart = (part: 'deployer' | 'merger' | 'requester') => rules.some((rule) => keepsApart(rule, 'approver', part))
  const pairs = rules.flatMap(({ forbid }) => forbid?.pairs ?? [])
  const inTwoRoles = new Set(pairs.flatMap((id) => [...(holdersOfBoth(id, model, moment.day) ?? [])]))
  const plannedDeployers = new Map<string, string>()
  const excluded = new Map<string, string>()
  if (pull.autoMergeBy !== null) {
    const { key } = actorOf(pull.autoMergeBy)
    if (merging) plannedDeployers.set(key, 'switched on auto-merge, and merging deploys')
    if (inTwoRoles.has(key)) excluded.set(key, 'switched on auto-merge, and holds two roles that are kept apart')
    if (apart('merger')) excluded.set(key, 'switched on auto-merge, and so merges it')
    if (merging && apart('deployer')) excluded.set(key, 'switched on auto-merge, and merging deploys')
  }
  for (const { id, requestedBy, plannedDeployer } of submitted) {
    const requester = keyOfPerson(requestedBy)
    if (inTwoRoles.has(requester)) excluded.set(requester, `requested ${id}, and holds two roles that are kept apart`)
    if (apart('requester')) excluded.set(requester, `requested ${id}`)
    if (plannedDeployer === undefined) continue
    plannedDeployers.set(keyOfPerson(plannedDeployer), `is the planned deployer of ${id}`)
    excluded.set(keyOfPerson(plannedDeployer), `is the planned deployer of ${id}`)
  }
  return { plannedDeployers, excluded }
}
