import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { Control } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const evidenceIsFrequentEnough = defineRule({
  id: 'CTL-003',
  name: 'evidence-is-frequent-enough',
  title: 'Evidence is gathered at least as often as the control operates',
  subject: 'control',
  severity: 'error',
  rationale: 'A monthly control with one piece of evidence a year is shown for one month of twelve.',
  remedy: 'Raise the frequency of an evidence requirement, or lower that of the control.',
  criteria: ['CC4.1'],
  since: '0.1.0',

  check({ value: control, at }) {
    if (control.status === 'retired') return notApplicable('the control is retired')
    const needed = everyDays[control.frequency]
    const lists = [
      ...(control.evidence ?? []).map(({ frequency }, index) => ({
        frequency,
        path: ['evidence', index, 'frequency'],
      })),
      ...(control.manualEvidence ?? []).map(({ frequency }, index) => ({
        frequency,
        path: ['manualEvidence', index, 'frequency'],
      })),
    ]
    const [best] = lists.toSorted((a, b) => everyDays[a.frequency] - everyDays[b.frequency])
    if (best === undefined) return notApplicable('it has no evidence requirement: CTL-002 looks for them')
    // What is done on each event is shown by a population gathered a few times a year.
    const allowed = needed === 0 ? everyDays.quarterly : needed
    if (everyDays[best.frequency] <= allowed) return pass
    const message = `${control.id} operates ${control.frequency}, but its evidence is ${best.frequency}`
    return failIfAny([
      {
        message,
        at: at.locate(best.path, 'value'),
        related: [{ at: at.locate(['frequency'], 'value'), message: 'how often it operates' }],
      },
    ])
  },
})

/** Days from one time to the next; 0 for what happens on each event. */
const everyDays: Readonly<Record<Control['frequency'], number>> = {
  continuous: 0,
  'per-request': 0,
  'on-change': 0,
  'per-event': 0,
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  semiannual: 183,
  annual: 366,
}
