import { daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { cadenceOf, whyNotCounted } from './meeting-cadence.ts'

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
    const { id, since, frequency } = body
    const cadence = cadenceOf(model, body, asOf)
    if (since === undefined || cadence === undefined) return notApplicable('it does not meet yet')
    const { last, due } = cadence
    if (asOf <= due) return last === undefined ? notApplicable('its first meeting is still to come') : pass
    const held = [...model.meetings.values()].filter(
      ({ value }) => value.body === id && since <= value.heldOn && value.heldOn <= asOf,
    )
    const related = held.flatMap(({ value, at: place }) => {
      const why = whyNotCounted(value, body)
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
