import type { GateRule } from '../model/records.ts'
import { approverSource } from './approver-source.ts'
import { whoIsLeft } from './candidates.ts'
import type { DecisionNode } from './gate-decision.ts'
import { type Judged, leafNode, seated } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { standingOf, type Vote } from './votes.ts'

/** So many people approve, each of them somebody whom the rule lets approve. */
export function judgeApprovals(
  { approvals: written = 1, from, exactCommit }: NonNullable<GateRule['require']>,
  context: RuleContext,
  path: string,
): Judged {
  const { facts, model, moment, votes, fewerApprovals } = context
  // Only the number of the rule itself: what is nested in it says who, and stays.
  const rule = path.slice(0, path.indexOf('/'))
  const fewer = path === `${rule}/require/approvals` ? fewerApprovals.get(rule) : undefined
  const approvals = Math.min(written, fewer ?? written)
  const source = approverSource(from, model, facts, moment.day)
  const counted = new Set<string>()
  const against = new Map<string, string>()
  const maybe: string[] = []
  const names: string[] = []
  const doubts: string[] = []
  for (const vote of votes) {
    const standing = standingOf(vote)
    if (standing === 'no' || vote.actor === undefined) continue
    const reason = source.reasonAgainst(vote.actor) ?? (exactCommit === true ? namesReason(vote, context) : undefined)
    if (reason !== undefined) against.set(vote.key, reason)
    else if (standing === 'yes') {
      counted.add(vote.key)
      names.push(vote.actor.name)
    } else {
      maybe.push(vote.key)
      doubts.push(...vote.unknown.map((why) => `${vote.actor?.name}: ${why}`))
    }
  }
  const floor = from === undefined || Array.isArray(from) ? undefined : (from as { permission?: 'write' }).permission
  const missing = approvals - counted.size
  const have = `${counted.size} of ${approvals} approval${approvals === 1 ? '' : 's'}`
  const node = ((): DecisionNode => {
    const end = (verdict: DecisionNode['verdict'], message: string): DecisionNode => ({
      ...leafNode(path, 'approvals', verdict, message),
      counted: names.sort(),
    })
    if (source.unknown.length > 0) return end('not-determined', source.unknown.join('; '))
    if (missing <= 0) return end('approved', have)
    if (counted.size + maybe.length >= approvals) return end('not-determined', doubts.sort().join('; '))
    const left =
      source.people === undefined || source.open
        ? { text: `from ${source.description}`, able: undefined }
        : whoIsLeft(source.people, missing, context, floor === undefined ? {} : { floor })
    const how = exactCommit === true ? `, with a line \`Approved-Commit: ${facts.pull.head.sha}\` in its text` : ''
    return {
      ...end('pending', `${have}; ${missing} more needed ${left.text}${how}`),
      missing: { approvals: missing, people: left.able },
    }
  })()
  const seat = { sure: [...counted], maybe }
  return {
    ...seated(node, [Array.from({ length: approvals }, () => seat)]),
    counted,
    against,
    asksApproval: true,
    roles: source.roles,
  }
}

const namesReason = ({ review }: Vote, { facts }: RuleContext): string | undefined =>
  review.namedCommits.includes(facts.pull.head.sha)
    ? undefined
    : `does not name the commit: add a line \`Approved-Commit: ${facts.pull.head.sha}\` to the text of the review`
