import { inOrderOf } from '../model/in-order.ts'
import type { ReviewerRow } from './gate-decision.ts'
import type { JudgedRule } from './judge-rule.ts'
import { standingOf, type Vote } from './votes.ts'

/** The table of everybody who reviewed: what became of it, and every reason. Sorted by name, then by review. */
export function reviewerRows(votes: readonly Vote[], judged: readonly JudgedRule[]): readonly ReviewerRow[] {
  const rows = votes.map((vote): ReviewerRow => {
    const { key, actor, review } = vote
    const standing = standingOf(vote)
    const countedFor = judged.filter(({ counted }) => counted.has(key)).map(({ result }) => result.rule)
    const perRule = judged.flatMap(({ result, against }) => {
      const reason = against.get(key)
      return reason === undefined ? [] : [`${result.rule}: ${reason}`]
    })
    const reasons = standing === 'no' ? vote.reasons : [...vote.unknown, ...perRule]
    return {
      review: review.id,
      name: actor?.name ?? 'a deleted account',
      person: actor?.person?.id,
      account: actor === undefined ? undefined : { id: actor.account.id, login: actor.account.login },
      state: review.state,
      submittedAt: review.submittedAt ?? undefined,
      commit: review.commit ?? undefined,
      url: review.url,
      counted: standing === 'unknown' ? 'unknown' : countedFor.length > 0 ? 'yes' : 'no',
      countedFor,
      reasons:
        standing === 'yes' && countedFor.length === 0 && perRule.length === 0 ? ['no rule asks for it'] : reasons,
    }
  })
  return rows.sort((a, b) => inOrderOf<ReviewerRow>(({ name }) => name)(a, b) || a.review - b.review)
}
