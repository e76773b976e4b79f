import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { isActive, spanOf } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const personIsActive = defineRule({
  id: 'REF-004',
  name: 'person-is-active',
  title: 'People act only between their first and their last day',
  subject: 'act',
  severity: 'error',
  rationale: 'An approval by somebody who had left, or had not joined yet, was given by nobody.',
  remedy: 'Name somebody who was there, or correct the dates of the person in People.',
  criteria: ['CC1.3', 'CC6.2'],
  since: '0.1.0',

  check({ from, person: id, day, what, at, path }, { model }) {
    const person = model.people.get(id)
    if (person === undefined) return notApplicable('REF-002 looks for the person')
    if (isActive(person.value, day)) return pass
    const { start, end } = person.value
    const early = day < start
    return failIfAny([
      {
        message: early
          ? `${from}: ${id} ${what} on ${day}, before the first day ${start}`
          : `${from}: ${id} ${what} on ${day}, after the last day ${end ?? ''}`,
        at: at.locate(path, 'value'),
        related: [
          {
            at: person.at.locate([early ? 'start' : 'end'], 'value'),
            message: `${id} is active ${spanOf(person.value)}`,
          },
        ],
      },
    ])
  },
})
