import { addDuration, type Day, daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { Meeting } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

/** Time between two meetings, and how much later still counts: what auditors allow for a control of that frequency. */
const cadences = {
  weekly: ['P1W', 'P2D'],
  monthly: ['P1M', 'P5D'],
  quarterly: ['P3M', 'P14D'],
  semiannual: ['P6M', 'P14D'],
  annual: ['P1Y', 'P30D'],
} as const

export const bodyMeetsAsItSays = defineRule({
  id: 'GOV-001',
  name: 'body-meets-as-it-says',
  title: 'A governing body meets as often as it says, with enough members and with minutes',
  subject: 'governing-body',
  severity: 'error',
  rationale: 'Oversight that takes place only on paper is the first thing an auditor asks about.',
  remedy: 'Hold the meeting and write a Meeting with `attendees` and `minutes`, or change how often the body meets.',
  criteria: ['CC1.2', 'CC4.2', 'CC5.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: body, at }, { model, asOf }) {
    const { id, since, frequency, quorum = 2 } = body
    if (since === undefined) return notApplicable('it does not meet yet')
    const held = [...model.meetings.values()].filter(
      ({ value }) => value.body === id && since <= value.heldOn && value.heldOn <= asOf,
    )
    const counted = held.filter(({ value }) => whyNot(value, quorum) === undefined).map(({ value }) => value.heldOn)
    const last = counted.sort().at(-1)
    const [every, grace] = cadences[frequency]
    const due: Day = addDuration(addDuration(last ?? since, every), grace)
    if (asOf <= due) return last === undefined ? notApplicable('its first meeting is still to come') : pass
    const related = held.flatMap(({ value, at: place }) => {
      const why = whyNot(value, quorum)
      return why === undefined ? [] : [{ at: place.locate(), message: `${value.id} does not count: ${why}` }]
    })
    const message = `${id} meets ${frequency}, but ${last === undefined ? `never met since ${since}` : `last met on ${last}`}`
    return failIfAny([
      {
        message,
        at: at.locate(['frequency'], 'value'),
        hint: `the next meeting was due on ${due}, ${daysAgo(due, asOf)}`,
        related: related.slice(0, 3),
      },
    ])
  },
})

function whyNot({ minutes, attendees }: Meeting, quorum: number): string | undefined {
  if (minutes === undefined) return 'it has no minutes'
  return attendees.length < quorum ? `${attendees.length} of at least ${quorum} were there` : undefined
}
