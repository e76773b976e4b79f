import { addDuration, dayOf } from '../../model/days.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { isActive } from '../../model/role-holders.ts'
import { isFollowedUp } from '../deficiencies/followed-up.ts'
import { defineRule } from '../define-rule.ts'
import { accessMethodOf } from './access-method.ts'

export const accessReviewIsComplete = defineRule({
  id: 'ACC-005',
  name: 'access-review-is-complete',
  title: 'An access review decides on every account of a frozen list, and nobody decides on their own',
  subject: 'access-review',
  severity: 'error',
  rationale:
    'A review of a list that changed meanwhile, or of most of it, lets through exactly the account that matters.',
  remedy: 'Put every line of the list into `entries` with `decision`, `by` and `at`, decided by somebody else.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: review, at }, { model, asOf, timezone, program }) {
    const { id, population, entries, completedAt } = review
    const taken = dayOf(population.takenAt, timezone)
    const due = review.due ?? addDuration(taken, accessMethodOf(program).decideWithin)
    const findings: Finding[] = []
    if (entries.length !== population.count) {
      const message = `${id} has ${entries.length} entries, but its list has ${population.count} lines`
      findings.push({ message, at: at.locate(['population', 'count'], 'value') })
    }
    const open = entries.flatMap(({ decision }, index) =>
      decision === undefined || decision === 'escalate' ? [index] : [],
    )
    const [first] = open
    if (first !== undefined && (completedAt !== undefined || asOf > due)) {
      const when = completedAt === undefined ? `was due on ${due}` : `is complete since ${completedAt}`
      const message = `${id} ${when}, but ${open.length} of ${entries.length} entries are not decided`
      findings.push({ message, at: at.locate(['entries', first]) })
    }
    const isKnown = isFollowedUp(model, id)
    for (const [index, { account, person, decision, by, at: day }] of entries.entries()) {
      const place = (key: string) => at.locate(['entries', index, key], 'value')
      if (by !== undefined && by === person) {
        findings.push({ message: `${id}: ${by} decided on their own account ${account}`, at: place('by') })
      }
      if (decision === undefined) continue
      const missing = [...(by === undefined ? ['by'] : []), ...(day === undefined ? ['at'] : [])]
      if (missing.length > 0) {
        const message = `${id}: the decision on ${account} has no ${missing.join(' and no ')}`
        findings.push({ message, at: place('decision') })
      }
      if (day !== undefined && day < taken) {
        const message = `${id}: ${account} was decided on ${day}, before the list was drawn on ${taken}`
        findings.push({ message, at: place('at') })
      }
      if (day !== undefined && day > due && !isKnown) {
        findings.push({ message: `${id}: ${account} was decided on ${day}, after ${due}`, at: place('at') })
      }
      const holder = person === undefined ? undefined : model.people.get(person)
      if (decision === 'keep' && holder !== undefined && !isActive(holder.value, taken)) {
        const message = `${id} keeps ${account} of ${holder.value.id}, who was not here on ${taken}`
        const related = [{ at: holder.at.locate(['end'], 'value'), message: 'the last day' }]
        findings.push({ message, at: place('decision'), related })
      }
    }
    return failIfAny(findings)
  },
})
