import { rolesFor } from '../model/change-approvals.ts'
import type { GateRule } from '../model/records.ts'
import { holdersOf } from '../model/role-holders.ts'
import { keyOfPerson } from './actors.ts'
import { listed, whoIsLeft } from './candidates.ts'
import { approvalOf } from './change-requests.ts'
import { filesOf } from './changed-files.ts'
import type { Candidate, DecisionNode } from './gate-decision.ts'
import { liesBelow } from './match-paths.ts'
import { type Judged, leafNode, plain, type Seat, seated } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { worstOf } from './worst-verdict.ts'

/** Every change request that describes the pull request is submitted, and the roles of its category have approved it. */
export function judgeChangeRequests(
  _requirement: NonNullable<GateRule['require']>,
  context: RuleContext,
  path: string,
): Judged {
  const { facts, model, moment, votes, described, rules, programFolder } = context
  const asking = (node: DecisionNode, lists: readonly (readonly Seat[])[] = []): Judged => ({
    ...seated(node, lists),
    asksApproval: true,
  })
  const files = filesOf(facts)
  if (typeof files !== 'string' && described.alone && liesBelow(`${programFolder}/changes`, files)) {
    return plain(leafNode(path, 'changeRequest', 'not-applicable', 'it touches change requests only'))
  }
  if (described.unknown.length > 0) {
    return asking(leafNode(path, 'changeRequest', 'not-determined', described.unknown.join('; ')))
  }
  if (described.submitted.length === 0) {
    const how = `add one below ${programFolder}/changes/ with \`status: submitted\`, or name it in the body: \`Change: CHG-...\``
    const message = [...described.left, `a submitted change request is needed: ${how}`].join('; ')
    return asking(leafNode(path, 'changeRequest', 'pending', message))
  }
  const counted = new Set<string>()
  const lists: (readonly Seat[])[] = []
  const children = described.submitted.map((change): DecisionNode => {
    const where = `${path}/${change.id}`
    const { verdict, missing, why, approvers, seats } = approvalOf(change, votes, model, rules, moment.day)
    lists.push(seats)
    for (const key of approvers) counted.add(key)
    const names = votes.flatMap(({ key, actor }) =>
      actor !== undefined && approvers.includes(key) ? [actor.name] : [],
    )
    const node = (message: string) => ({ ...leafNode(where, 'change', verdict, message), counted: names.sort() })
    if (verdict === 'approved') return node(`${change.id} is approved`)
    if (verdict === 'not-determined') return node(`${change.id}: ${why.join('; ')}`)
    const except = new Map([[keyOfPerson(change.requestedBy), `requested ${change.id}`]])
    const able: Candidate[] = []
    const wanted = missing.map((role) => {
      const left = whoIsLeft(holdersOf(model, role, moment.day), 1, context, { except })
      able.push(...left.able.filter(({ person }) => able.every((known) => known.person !== person)))
      return `${role}, ${left.text}`
    })
    return {
      ...node(`${change.id} (${change.category}) needs the approval of ${listed(wanted, 'and')}`),
      missing: { approvals: missing.length, people: able },
    }
  })
  const verdict = worstOf(children.map((node) => node.verdict)) ?? 'not-determined'
  const telling = children.filter((node) => node.verdict === verdict).map(({ message }) => message)
  const names = [...new Set(children.flatMap((node) => node.counted))].sort()
  return {
    ...asking({ ...leafNode(path, 'changeRequest', verdict, telling.join('; ')), counted: names, children }, lists),
    counted,
    roles: new Set(described.submitted.flatMap(({ category }) => rolesFor(category, rules))),
  }
}
