import { addDuration } from '../../model/days.ts'
import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { allStaff, audienceOf } from '../audience.ts'
import { defineRule } from '../define-rule.ts'

export const policyIsAcknowledged = defineRule({
  id: 'POL-007',
  name: 'policy-is-acknowledged',
  title: 'Everybody a policy is for has acknowledged its current major version in time',
  subject: 'policy',
  severity: 'error',
  rationale: 'Nobody can be held to rules they were never shown.',
  remedy: 'Let the people named read it, and add a row for each to an Acknowledgements record.',
  criteria: ['CC1.1', 'CC2.2', 'CC5.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: policy, at }, context) {
    const { model, asOf } = context
    const { id, status, acknowledgement, effectiveFrom, version } = policy
    if (status !== 'effective') return notApplicable(`the policy is ${status}`)
    if (acknowledgement?.required !== true) return notApplicable('nobody has to acknowledge it')
    if (effectiveFrom === undefined) return notApplicable('POL-001 asks since when it applies')
    const audience = acknowledgement.audience ?? allStaff
    const readers = audienceOf(context, audience)
    if (readers === undefined) {
      return notDetermined(`${audience} is neither all-staff nor a team nor a role, so it is not known who has to`)
    }
    const major = majorOf(version)
    const done = new Set(
      model.policyAcknowledgements.flatMap(({ value }) =>
        value.policy === id && majorOf(value.version) === major && value.at <= asOf ? [value.person] : [],
      ),
    )
    const within = acknowledgement.dueIn ?? 'P30D'
    const late = readers.filter((person) => {
      if (done.has(person)) return false
      const start = model.people.get(person)?.value.start ?? effectiveFrom
      return asOf > addDuration(start > effectiveFrom ? start : effectiveFrom, within)
    })
    if (late.length === 0) return failIfAny([])
    const names = late.slice(0, mostNames).join(', ')
    const others = late.length > mostNames ? ` and ${late.length - mostNames} more` : ''
    const message = `${id} ${version} is not acknowledged by ${names}${others}`
    const hint = `within ${within} after it took effect or after the first day of the person`
    return failIfAny([{ message, at: at.locate(['acknowledgement'], 'key'), hint }])
  },
})

const mostNames = 5

const majorOf = (version: string): string => version.split('.')[0] ?? version
