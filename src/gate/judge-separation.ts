import type { GateVerdict } from '../model/outcome.ts'
import type { GateRule } from '../model/records.ts'
import type { DecisionNode } from './gate-decision.ts'
import { judgeSodPair } from './judge-sod-pair.ts'
import type { Judgement } from './judgement.ts'
import { nameOfKey } from './names.ts'
import { holdersOfPart, type Part, pairsOf } from './parts.ts'
import { leafNode } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { standingOf } from './votes.ts'
import { worstOf } from './worst-verdict.ts'

export interface JudgedSeparation {
  readonly node: DecisionNode
  /** What it says about whoever merged or deploys; undefined where it does not ask. */
  readonly ofDeployer: GateVerdict | undefined
}

/**
 * Keeps parts in a change apart. Before the merge approvals of people who take another part do not count, so that there is
 * nothing to refuse but a plan in which somebody takes both. After it, where merging deploys, whoever merged is the deployer.
 * Approver and contributor are always apart: no rule is needed for that.
 *
 * @param roles roles from which the rules that apply ask for approvals
 */
export function judgeSeparation(
  { id, forbid }: GateRule,
  context: RuleContext,
  roles: ReadonlySet<string>,
): JudgedSeparation | undefined {
  if (forbid === undefined) return undefined
  const path = `${id}/forbid`
  const pairs = pairsOf(forbid.samePerson ?? [])
  const judged = pairs.map(([one, other]) => ({ late: late(one) || late(other), ...judgePair(one, other, context) }))
  const children = [
    ...judged.map(({ verdict, message }, index) =>
      leafNode(`${path}/samePerson/${index}`, 'samePerson', verdict, message),
    ),
    ...(forbid.pairs ?? []).map((pair, index) => {
      const { verdict, message } = judgeSodPair(pair, context, roles)
      return leafNode(`${path}/pairs/${index}`, 'pairs', verdict, message)
    }),
  ]
  if (children.length === 0) return { node: leafNode(path, 'forbid', 'not-determined', nothing), ofDeployer: undefined }
  const verdict = worstOf(children.map((node) => node.verdict)) ?? 'not-determined'
  const telling = children.filter((node) => node.verdict === verdict).map(({ message }) => message)
  return {
    node: { ...leafNode(path, 'forbid', verdict, [...new Set(telling)].join('; ')), children },
    ofDeployer: worstOf(judged.filter((one) => one.late).map((one) => one.verdict)),
  }
}

const nothing =
  'it keeps nothing apart: author and contributor, or merger and deployer, are not compared with each other'

const late = (part: Part): boolean => part === 'merger' || part === 'deployer'

const does: Readonly<Record<Part, string>> = {
  author: 'had a part in it',
  contributor: 'had a part in it',
  approver: 'approved it',
  requester: 'requested it',
  merger: 'merged it',
  deployer: 'merged, and so deployed, it',
}

function judgePair(one: Part, other: Part, context: RuleContext): Judgement {
  const { facts, merging, merger } = context
  const [early, last] = late(one) ? [other, one] : [one, other]
  const approved = (message: string): Judgement => ({ verdict: 'approved', message })
  if (!late(last)) return judgeEarly(early, last, context)
  if (last === 'deployer' && !merging && facts.pull.merged) return approved('compared when it is deployed')
  const left = holdersOfPart(last, context)
  if (typeof left === 'string') return { verdict: 'not-determined', message: left }
  const taking = (wanted: 'yes' | 'unknown') =>
    [...left].filter((key) => takesPart(key, early, context) === wanted).sort()
  const [both] = [...taking('yes'), ...taking('unknown')]
  if (both !== undefined) {
    const name = nameOfKey(both, context)
    if (takesPart(both, early, context) === 'unknown') {
      return { verdict: 'not-determined', message: `whether ${name}, who ${does[last]}, approved it is not known` }
    }
    if (facts.pull.merged) return { verdict: 'refused', message: `${name} ${does[early]} and ${does[last]}` }
    // Approvals of whoever is to merge or deploy do not count: there is nothing to refuse.
    if (early !== 'approver') {
      const next = last === 'merger' ? 'merge' : 'deploy'
      return { verdict: 'refused', message: `${name} is to ${next} it and ${does[early]}: name another ${last}` }
    }
  }
  if (facts.pull.merged) return approved(`${nameOfKey(merger ?? '', context)} merged it and takes no other part`)
  if (last === 'deployer' && !merging) return approved('compared when it is deployed')
  return approved(`whoever merges must not be one of the ${plural[early]}`)
}

const plural: Readonly<Record<Part, string>> = {
  author: 'authors',
  contributor: 'contributors',
  approver: 'approvers',
  requester: 'requesters',
  merger: 'mergers',
  deployer: 'deployers',
}

function takesPart(key: string, part: Part, context: RuleContext): 'yes' | 'no' | 'unknown' {
  if (part === 'approver') {
    const vote = context.votes.find((one) => one.key === key)
    return vote === undefined ? 'no' : standingOf(vote)
  }
  const holders = holdersOfPart(part, context)
  return typeof holders === 'string' ? 'unknown' : holders.has(key) ? 'yes' : 'no'
}

/** Two parts that are taken before the merge. */
function judgeEarly(one: Part, other: Part, context: RuleContext): Judgement {
  if (one === 'approver' || other === 'approver') {
    const rest = one === 'approver' ? other : one
    return { verdict: 'approved', message: `nobody who ${does[rest]} approves it` }
  }
  const holders = holdersOfPart(other, context)
  const [both] =
    typeof holders === 'string' ? [] : [...holders].filter((key) => takesPart(key, one, context) === 'yes').sort()
  return both === undefined
    ? { verdict: 'approved', message: `nobody ${does[one]} and ${does[other]}` }
    : {
        verdict: 'refused',
        message: `${nameOfKey(both, context)} ${does[one]} and ${does[other]}: let somebody else request it`,
      }
}
