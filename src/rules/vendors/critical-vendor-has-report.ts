import { addDuration, durationInWords } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { isInUse } from './in-use.ts'
import { coveredUntil, dayAfter, longestBridge, neededSpan, whyNot } from './report-coverage.ts'

export const criticalVendorHasReport = defineRule({
  id: 'VEN-001',
  name: 'critical-vendor-has-report',
  title: 'A reviewed report, or a bridge letter of at most three months, covers the period for each critical vendor',
  subject: 'vendor',
  severity: 'error',
  rationale:
    'What a critical vendor does is part of the system. Its report, read by somebody here, is the only thing that shows how it does it.',
  remedy:
    'Get the newest report, review it, and add it to `reports` with its period, `reviewedBy` and `reviewedAt`; for the time since it ended ask for a bridge letter.',
  criteria: ['CC9.2', 'CC4.1'],
  since: '0.1.0',
  overdue: true,

  check({ value: vendor, at }, { asOf, program }) {
    if (!isInUse(vendor)) return notApplicable(`the vendor is ${vendor.status}`)
    if (vendor.tier !== 'critical') return notApplicable(`the vendor is of tier ${vendor.tier}`)
    const span = neededSpan(program, vendor, asOf)
    const { reports, letter } = coveredUntil(vendor, span)
    if (letter >= span.until) return pass
    const refused = (vendor.reports ?? []).flatMap((report, index) => {
      const why = whyNot(report)
      return why === undefined ? [] : [{ at: at.locate(['reports', index, 'type'], 'value'), message: why }]
    })
    const related = refused.length > 0 ? { related: refused.slice(0, 3) } : {}
    if (reports < span.from) {
      const message = `${vendor.id} is critical, and no reviewed report speaks of ${span.from}`
      return failIfAny([{ message, at: at.locate(['tier'], 'value'), ...related }])
    }
    const message = `Nothing vouches for ${vendor.id} from ${dayAfter(letter)} to ${span.until}`
    const tooLong = vendor.bridgeLetter !== undefined && letter === reports
    // While the period runs, a report or letter over the last weeks may still be on its way.
    const canWait = span.isRunning && span.until <= addDuration(reports, longestBridge)
    const last = (vendor.reports ?? []).findIndex(({ periodEnd }) => periodEnd === reports)
    return failIfAny([
      {
        message,
        at: tooLong ? at.locate(['bridgeLetter', 'to'], 'value') : at.locate(['reports', last, 'periodEnd'], 'value'),
        ...(tooLong
          ? {
              hint: `a letter counts when it is reviewed, begins the day after a report ends and bridges at most ${durationInWords(longestBridge)}`,
            }
          : {}),
        ...related,
        ...(canWait ? ({ severity: 'warning' } as const) : {}),
      },
    ])
  },
})
