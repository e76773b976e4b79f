import { millisecondsOf } from '../../model/days.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import type { ChangeRequest, GateRules } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'

export const freezeIsKept = defineRule({
  id: 'CHG-014',
  name: 'freeze-is-kept',
  title: 'No change but an emergency is planned into a freeze',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'A freeze is there because help is far away or the harm would be large. Looked at is the planned window; what is deployed is the business of the deployment gate.',
  remedy: 'Move the window, or let the freeze end by the people who decide on it.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ value: change, at }, { model }) {
    if (change.status !== 'submitted') return notApplicable(`the change is ${change.status}`)
    if (change.category === 'emergency') return notApplicable('an emergency does not wait')
    const { window } = change
    if (window === undefined) return notApplicable('it has no window')
    const findings = model.gateRules.flatMap((gate) =>
      (gate.value.freezes ?? []).flatMap((freeze, index) => {
        if (!overlap(window, freeze) || !concerns(freeze, change)) return []
        const where = freeze.environments === undefined ? '' : ` of ${freeze.environments.join(', ')}`
        return [
          {
            message: `${change.id} is planned into the freeze "${freeze.title}"${where}, until ${freeze.end}`,
            at: at.locate(['window', 'start'], 'value'),
            related: [{ at: gate.at.locate(['freezes', index, 'start'], 'value'), message: 'the freeze' }],
          },
        ]
      }),
    )
    return failIfAny(findings)
  },
})

type Freeze = NonNullable<GateRules['freezes']>[number]
type Span = Pick<Freeze, 'start' | 'end'>

/** Whether they have a moment in common; the end of one may be the start of the other. */
const overlap = (one: Span, other: Span): boolean =>
  millisecondsOf(one.start) < millisecondsOf(other.end) && millisecondsOf(other.start) < millisecondsOf(one.end)

/** A change that names no environment may reach every one. */
const concerns = ({ environments: frozen }: Freeze, { environments }: ChangeRequest): boolean =>
  frozen === undefined || environments === undefined || environments.some((name) => frozen.includes(name))
