import { failIfAny, notApplicable, notDetermined, pass } from '../../model/outcome.ts'
import { holdersOf, isActive } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import type { RuleContext } from '../rule-context.ts'

export const keyControlIsReviewed = defineRule({
  id: 'CTL-004',
  name: 'key-control-is-reviewed',
  title: 'A key control is reviewed by somebody other than who performs it',
  subject: 'control',
  severity: 'error',
  rationale: 'Whoever reviews their own work confirms it, and on a key control the criterion rests.',
  remedy: 'Name another person, or a role that somebody else holds, as `reviewer` or `operator`.',
  criteria: ['CC5.1', 'CC4.1'],
  since: '0.1.0',

  check({ value: control, at }, context) {
    const { keyControl, status, operator, reviewer } = control
    if (keyControl !== true) return notApplicable('it is no key control')
    if (status !== 'operating' && status !== 'implemented') return notApplicable(`the control is ${status}`)
    if (operator === undefined || reviewer === undefined) return notApplicable('it names no operator or no reviewer')
    const doers = peopleOf(operator, context)
    const judges = peopleOf(reviewer, context)
    if (doers === undefined) return operator === reviewer ? notDetermined('nobody is known by that id') : pass
    if (judges === undefined) return notDetermined(`${reviewer} is neither a person nor a role`)
    // Two people can review each other; one cannot.
    const all = new Set([...doers, ...judges])
    if (all.size > 1 || all.size === 0) return pass
    const [only] = all
    const both = operator === reviewer ? operator : `${operator} and ${reviewer}`
    const message = `${control.id} is performed and reviewed by ${both}, which is ${only} alone`
    return failIfAny([
      {
        message: operator === only && reviewer === only ? `${only} performs ${control.id} and reviews it` : message,
        at: at.locate(['reviewer'], 'value'),
        related: [{ at: at.locate(['operator'], 'value'), message: 'who performs it' }],
      },
    ])
  },
})

/** The people behind a person or a role on the day of the check; undefined for a system or anything else. */
function peopleOf(id: string, { model, asOf }: RuleContext): readonly string[] | undefined {
  const person = model.people.get(id)
  if (person !== undefined) return isActive(person.value, asOf) ? [id] : []
  return model.roles.has(id) ? holdersOf(model, id, asOf) : undefined
}
