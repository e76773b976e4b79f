import { millisecondsOf } from '../../model/days.ts'
import type { RecordPath } from '../../model/location.ts'
import { failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

/** What cannot be before what. An incident may end by itself, so nothing but its beginning comes before its end. */
const order = [
  ['startedAt', 'detectedAt'],
  ['detectedAt', 'acknowledgedAt'],
  ['detectedAt', 'containedAt'],
  ['detectedAt', 'resolvedAt'],
  ['containedAt', 'resolvedAt'],
] as const

export const timelineIsInOrder = defineRule({
  id: 'INC-001',
  name: 'timeline-is-in-order',
  title: 'The times of an incident are in order',
  subject: 'incident',
  severity: 'error',
  rationale:
    'How fast an incident was handled is computed from its times. Times that cannot be true make that worthless.',
  remedy: 'Correct the time from the logs; sort the timeline with the earliest entry first.',
  criteria: ['CC7.4', 'CC7.5'],
  since: '0.1.0',

  check({ value: incident, at }) {
    const outOfOrder = (first: string, later: string, firstPath: RecordPath, laterPath: RecordPath) =>
      millisecondsOf(later) >= millisecondsOf(first)
        ? []
        : [
            {
              message: `${incident.id}: \`${laterPath.join('.')}\` ${later} is before \`${firstPath.join('.')}\` ${first}`,
              at: at.locate(laterPath, 'value'),
              related: [{ at: at.locate(firstPath, 'value'), message: 'what comes first' }],
            },
          ]
    const moments = order.flatMap(([first, later]) => {
      const [one, other] = [incident[first], incident[later]]
      return one === undefined || other === undefined ? [] : outOfOrder(one, other, [first], [later])
    })
    const timeline = incident.timeline ?? []
    const entries = timeline.flatMap((entry, index) => {
      const before = timeline[index - 1]
      if (before === undefined) return []
      return outOfOrder(before.at, entry.at, ['timeline', index - 1, 'at'], ['timeline', index, 'at'])
    })
    return failIfAny([...moments, ...entries])
  },
})
