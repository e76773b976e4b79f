import { addDuration, type Day, daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInUse } from './in-use.ts'

export const vendorReviewIsNotOverdue = defineRule({
  id: 'VEN-005',
  name: 'vendor-review-is-not-overdue',
  title: 'A vendor is reviewed as often as its tier asks',
  subject: 'vendor',
  severity: 'error',
  rationale:
    'What a vendor does and what depends on it change. The more depends on it, the sooner it is looked at again.',
  remedy: 'Review the vendor, then set `lastReviewed` and `reviewedBy` in a pull request.',
  criteria: ['CC9.2', 'CC3.4'],
  since: '0.1.0',
  overdue: true,

  check({ value: vendor, at }, { asOf, program }) {
    if (!isInUse(vendor)) return notApplicable(`the vendor is ${vendor.status}`)
    const every = { ...defaults, ...program?.vendors?.reviewEvery }[vendor.tier]
    const { lastReviewed: last, reviewBy } = vendor
    if (last === undefined) {
      if (every === undefined && reviewBy === undefined) return notApplicable(`tier ${vendor.tier} is not reviewed`)
      if (every === undefined && reviewBy !== undefined && asOf <= reviewBy) return pass
      return failIfAny([
        {
          message: `${vendor.id} was never reviewed`,
          at: at.locate(['tier'], 'value'),
          ...(every === undefined ? {} : { hint: `a ${vendor.tier} vendor is reviewed every ${every}` }),
        },
      ])
    }
    const byTier = every === undefined ? undefined : addDuration(last, every)
    const due = earlier(byTier, reviewBy)
    if (due === undefined) return notApplicable(`tier ${vendor.tier} is not reviewed`)
    if (asOf <= due) return pass
    const own = due !== byTier
    return failIfAny([
      {
        message: `The review of ${vendor.id} was due on ${due}, ${daysAgo(due, asOf)}`,
        at: at.locate([own ? 'reviewBy' : 'lastReviewed'], 'value'),
        ...(own ? {} : { hint: `a ${vendor.tier} vendor is reviewed every ${every}` }),
      },
    ])
  },
})

/** Longest time between two reviews where the program says nothing; a vendor of tier low is looked at when it changes. */
const defaults: { readonly [tier in 'critical' | 'high' | 'medium' | 'low']?: string } = {
  critical: 'P1Y',
  high: 'P1Y',
  medium: 'P2Y',
}

const earlier = (one: Day | undefined, other: Day | undefined): Day | undefined =>
  one === undefined ? other : other === undefined || one < other ? one : other
