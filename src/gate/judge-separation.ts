import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule } from '../model/records.ts'
import { nameOfPerson } from './actors.ts'
import type { RuleContext } from './judge-rule.ts'
import { forbids } from './planned-deployers.ts'
import { standingOf } from './votes.ts'

/**
 * Keeps approver, author and deployer apart. Before the merge approvals of planned deployers do not count, so there is nothing
 * to refuse but a plan in which an author deploys. After it, where merging deploys, whoever merged is the deployer.
 * Approver and author are always apart: no rule is needed for that.
 */
export function judgeSeparation(rule: GateRule, context: RuleContext): { verdict: GateVerdict; message: string } {
  const { facts, merging, merger, contributors, votes, plannedDeployers } = context
  const notApprover = forbids(rule, 'approver')
  const notAuthor = forbids(rule, 'author')
  if (!notApprover && !notAuthor) return { verdict: 'approved', message: 'nobody who had a part in it approves it' }

  if (!facts.pull.merged) {
    if (notAuthor) {
      const both = [...plannedDeployers.keys()].filter((key) => contributors.reasons.has(key)).sort()
      const [first] = both
      if (first !== undefined) {
        return {
          verdict: 'refused',
          message: `${nameOf(first, context)} is to deploy it and had a part in it: name another deployer`,
        }
      }
    }
    if (!merging) return { verdict: 'approved', message: 'compared when it is deployed' }
    return {
      verdict: 'approved',
      message: `whoever merges must not be one of the ${notApprover ? 'approvers' : 'authors'}`,
    }
  }
  if (!merging) return { verdict: 'approved', message: 'compared when it is deployed' }
  if (merger === undefined)
    return { verdict: 'not-determined', message: 'who merged it, or the person behind it, is not known' }
  const name = nameOf(merger, context)
  if (notAuthor && contributors.reasons.has(merger)) {
    return { verdict: 'refused', message: `${name} merged, and so deployed, what ${name} had a part in` }
  }
  if (notApprover) {
    const vote = votes.find(({ key }) => key === merger)
    const standing = vote === undefined ? 'no' : standingOf(vote)
    if (standing === 'yes')
      return { verdict: 'refused', message: `${name} approved it and merged, and so deployed, it` }
    if (standing === 'unknown')
      return { verdict: 'not-determined', message: `whether the approval of ${name}, who merged, counts is not known` }
  }
  return { verdict: 'approved', message: `${name} merged it and did not approve it` }
}

function nameOf(key: string, { model, votes, facts }: RuleContext): string {
  const person = key.startsWith('person:') ? model.people.get(key.slice('person:'.length))?.value : undefined
  if (person !== undefined) return nameOfPerson(person)
  const named = votes.find((vote) => vote.key === key)?.actor?.name
  return (
    named ??
    [facts.pull.mergedBy, facts.pull.autoMergeBy].find((account) => account !== null && key === `account:${account.id}`)
      ?.login ??
    key
  )
}
