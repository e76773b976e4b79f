import { failIfAny, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { describeRecord } from '../describe-record.ts'

/** A source that leaks is found by its newest records; a list of thousands would be read by nobody. */
const mostShown = 50

export const redactionsAreSeen = defineAssessmentRule({
  id: 'EVD-008',
  name: 'redactions-are-seen',
  title: 'Where a secret was taken out of a record, somebody looks at where it came from',
  severity: 'warning',
  rationale:
    'The log does not hold the secret, but whatever was recorded does. A secret that reached a title, an address or the output of a scanner has been seen.',
  remedy: 'Find the secret at its source and replace it; then waive the finding for this record until the period ends.',
  criteria: ['CC6.1', 'C1.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ records, assessment: { basis }, placeOf }) {
    const inside = records.filter(({ occurredOn }) => basis.kind === 'date' || occurredOn >= basis.start)
    const redacted = inside.filter(({ record }) => (record.redactions ?? 0) > 0)
    if (redacted.length === 0) return inside.length === 0 ? [] : [{ resource: 'log', outcome: pass }]
    return redacted.slice(-mostShown).map(({ record }) => {
      const count = record.redactions ?? 0
      const secrets = count === 1 ? 'a secret was' : `${count} secrets were`
      const message = `${describeRecord(record)}: ${secrets} taken out before it was written`
      return { resource: record.key, outcome: failIfAny([{ message, at: placeOf(record.index).locate() }]) }
    })
  },
})
