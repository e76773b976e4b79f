import { addDuration, daysAgo } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'
import { accessMethodOf } from './access-method.ts'

export const revokedAccessIsRemoved = defineRule({
  id: 'ACC-006',
  name: 'revoked-access-is-removed',
  title: 'What an access review takes away is gone in time, and something shows it',
  subject: 'access-review',
  severity: 'error',
  rationale: 'The most frequent fault of access reviews: the decision is made, and nobody carries it out.',
  remedy:
    'Take the access away and write `removedAt` and `removalEvidence`. Where it was late, write a Deficiency with `about:` naming the review.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: review, at }, { model, asOf, program }) {
    const { id, entries } = review
    const within = accessMethodOf(program).removeWithin
    const isKnown = isFollowedUp(model, id)
    let looked = 0
    const findings = entries.flatMap(({ account, decision, at: day, removedAt, removalEvidence }, index): Finding[] => {
      if (decision !== 'revoke' && decision !== 'modify') return []
      if (day === undefined) return []
      looked += 1
      const latest = addDuration(day, within)
      const hint = `within ${within} after the decision: by ${latest}`
      const place = (key: string) => at.locate(['entries', index, key], 'value')
      const what = decision === 'revoke' ? 'taken away' : 'made smaller'
      if (removedAt === undefined) {
        if (asOf <= latest) return []
        const message = `${id}: ${account} was to be ${what} by ${latest}, ${daysAgo(latest, asOf)}`
        return [{ message, at: place('decision'), hint }]
      }
      const found: Finding[] = []
      if (removalEvidence === undefined) {
        found.push({ message: `${id}: nothing shows that ${account} was ${what}`, at: place('removedAt') })
      }
      if (removedAt < day) {
        found.push({ message: `${id}: ${account} was ${what} before it was decided`, at: place('removedAt') })
      }
      if (removedAt > latest && !isKnown) {
        found.push({ message: `${id}: ${account} was ${what} on ${removedAt}, too late`, at: place('removedAt'), hint })
      }
      return found
    })
    return looked === 0 ? notApplicable('nothing was taken away') : failIfAny(findings)
  },
})
