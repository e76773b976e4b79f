import type { DatedRecord } from '../../model/log-record.ts'
import { failIfAny, pass } from '../../model/outcome.ts'
import { defineAssessmentRule } from '../assessment-rule.ts'
import { coveredDays } from '../covered-days.ts'
import { describeRecord } from '../describe-record.ts'
import type { Interval } from '../expected-intervals.ts'
import { isBroughtIn, seriesOf } from './brought-in.ts'

export const evidenceIsUsedOnce = defineAssessmentRule({
  id: 'EVD-010',
  name: 'evidence-is-used-once',
  title: 'The same file is not evidence for two stretches of time',
  severity: 'warning',
  rationale:
    'The list of the first quarter shows nothing about the second. A file used again is a control that was not.',
  remedy: 'Draw the list or run the scan anew, and correct the record that used the old one.',
  criteria: ['CC4.1'],
  since: '0.2.0',
  needs: 'log',

  judge({ records, timezone, placeOf }) {
    const first = new Map<string, DatedRecord & { readonly covers: Interval }>()
    return records.flatMap((dated) => {
      const { record } = dated
      const uses = usesOf(record)
      if (uses.length === 0) return []
      const covers = coveredDays(dated, timezone)
      const resource = isBroughtIn(record) ? seriesOf(record) : record.key
      const again = uses.flatMap((use) => {
        const before = first.get(use)
        if (before === undefined) {
          first.set(use, { ...dated, covers })
          return []
        }
        const same = before.covers.from === covers.from && before.covers.to === covers.to
        return same ? [] : [before]
      })
      const [one] = again
      if (one === undefined) return [{ resource, outcome: pass }]
      const message = `${describeRecord(record)}: the same file was evidence for ${one.covers.from} to ${one.covers.to} before, and is for ${covers.from} to ${covers.to} now`
      const related = [{ at: placeOf(one.record.index).locate(), message: 'where it was used first' }]
      return [{ resource, outcome: failIfAny([{ message, at: placeOf(record.index).locate(), related }]) }]
    })
  },
})

/** What of a file is used how: the same file may well be about two systems, or be kept beside two statements. */
function usesOf(record: DatedRecord['record']): readonly string[] {
  if (record.kind === 'attestation')
    return record.data.files.map(({ sha256 }) => `${record.data.requirement ?? ''} ${sha256}`)
  if (!isBroughtIn(record) || record.data.originalDigest === null) return []
  return [`${seriesOf(record)} ${record.data.originalDigest}`]
}
