import { averageSeconds } from '../../model/days.ts'
import type { Located } from '../../model/location.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import type { Communication } from '../../model/records.ts'
import { defineRule } from '../define-rule.ts'
import type { RuleContext } from '../rule-context.ts'

export const communicationReachesItsAudience = defineRule({
  id: 'COM-001',
  name: 'communication-reaches-its-audience',
  title:
    'A planned communication has an audience, a channel that reaches it, and an escalation that ends with somebody',
  subject: 'communication',
  severity: 'error',
  rationale:
    'A message to nobody, on a channel that nobody reads, is not sent; an escalation to a role that nobody holds ends in silence.',
  remedy: 'Correct the audience, the channel or the escalation in the communication plan; assign the role to somebody.',
  criteria: ['CC2.2', 'CC2.3', 'CC7.3'],
  since: '0.1.0',

  check(communication, context) {
    return failIfAny([
      ...audience(communication, context),
      ...channel(communication, context),
      ...escalation(communication, context),
      ...acknowledgement(communication),
    ])
  },
})

const outside: ReadonlySet<string> = new Set(['customers', 'public', 'regulators', 'vendors'])

function audience({ value, at }: Located<Communication>, { model, nearestName }: RuleContext): Finding[] {
  return value.audience.flatMap((id, index) => {
    if (id === 'all-staff' || outside.has(id) || model.roles.has(id) || model.teams.has(id)) return []
    if (model.malformedIds.has(id)) return []
    const near = nearestName(id, ['role', 'team'])
    const message = `${value.id} is for ${id}, which is neither a role nor a team nor a known audience`
    const hint =
      near === undefined ? 'all-staff, customers, public, regulators and vendors are known' : `did you mean ${near}?`
    return [{ message, at: at.locate(['audience', index], 'value'), hint }]
  })
}

/** REF-002 looks whether the channel exists. */
function channel({ value, at }: Located<Communication>, { model }: RuleContext): Finding[] {
  const known = model.channels.get(value.channel)
  if (known === undefined) return []
  const related = [{ at: known.at.locate(), message: `${value.channel} is here` }]
  const place = at.locate(['channel'], 'value')
  if (known.value.status === 'retired')
    return [{ message: `${value.id} goes to ${value.channel}, which nobody reads any more`, at: place, related }]
  const outsiders = value.audience.filter((id) => outside.has(id))
  if (outsiders.length === 0 || known.value.reach !== 'internal') return []
  const message = `${value.id} is for ${outsiders.join(', ')}, but only people of the organisation read ${value.channel}`
  return [{ message, at: place, related }]
}

/** Steps go on in time, and each ends with somebody, from when the channel is in use. */
function escalation({ value, at }: Located<Communication>, context: RuleContext): Finding[] {
  const { model, heldRoles } = context
  const isPlanned = model.channels.get(value.channel)?.value.status === 'planned'
  const steps = value.escalation?.steps ?? []
  return steps.flatMap((step, index): Finding[] => {
    const findings: Finding[] = []
    const path = ['escalation', 'steps', index]
    const before = steps[index - 1]
    if (before !== undefined && seconds(step.after) <= seconds(before.after)) {
      const message = `Step ${index + 1} of the escalation of ${value.id} is no later than the one before`
      findings.push({ message, at: at.locate([...path, 'after'], 'value') })
    }
    const known = step.channel === undefined ? undefined : model.channels.get(step.channel)
    if (known?.value.status === 'retired') {
      const message = `Step ${index + 1} of the escalation of ${value.id} goes to ${step.channel}, which nobody reads any more`
      findings.push({ message, at: at.locate([...path, 'channel'], 'value') })
    }
    if (!isPlanned && model.roles.has(step.to) && !heldRoles.has(step.to)) {
      const message = `Step ${index + 1} of the escalation of ${value.id} calls ${step.to}, a role that nobody holds`
      findings.push({ message, at: at.locate([...path, 'to'], 'value') })
    }
    return findings
  })
}

const seconds = (duration: string | undefined): number => (duration === undefined ? 0 : averageSeconds(duration))

/** Without a time and a place nobody can say later whether it was confirmed. */
function acknowledgement({ value, at }: Located<Communication>): Finding[] {
  const asked = value.acknowledgement
  if (asked?.required !== true) return []
  return (['dueIn', 'recordedIn'] as const)
    .filter((key) => asked[key] === undefined)
    .map((key) => ({
      message: `${value.id} has to be acknowledged, but does not say ${key === 'dueIn' ? 'within what time' : 'where that is recorded'} (\`${key}\`)`,
      at: at.locate(['acknowledgement', 'required'], 'key'),
    }))
}
