import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { allStaff, isAudience } from '../audience.ts'
import { defineRule } from '../define-rule.ts'

export const trainingReachesItsAudience = defineRule({
  id: 'TRN-001',
  name: 'training-reaches-its-audience',
  title: 'A training has an audience that exists, comes again, and its completions can be seen somewhere',
  subject: 'training',
  severity: 'error',
  rationale:
    'A training that nobody can show to have happened counts for nothing, and one that is never repeated fades.',
  remedy:
    'Name roles, teams or all-staff in `audience`, set `onboardingWithin` or `every`, and `tracking.evidence` once it is in use.',
  criteria: ['CC1.4', 'CC2.2'],
  since: '0.1.0',

  check({ value: training, at }, context) {
    if (training.status === 'retired') return notApplicable('it is no longer given')
    const { id, audience, onboardingWithin, every, tracking, status } = training
    const findings = audience.flatMap((name, index): Finding[] => {
      if (isAudience(context, name) || context.model.malformedIds.has(name)) return []
      const near = context.nearestName(name, ['role', 'team'])
      const hint = near === undefined ? `write a role, a team or ${allStaff}` : `did you mean ${near}?`
      const message = `${id} is for ${name}, which is neither a role nor a team nor ${allStaff}`
      return [{ message, at: at.locate(['audience', index], 'value'), hint }]
    })
    if (onboardingWithin === undefined && every === undefined) {
      const message = `${id} is neither part of joining nor repeated`
      findings.push({ message, at: at.locate(['status'], 'value') })
    }
    if (status === 'in-use' && tracking.evidence === undefined) {
      const message = `${id} is in use, but no evidence requirement takes its completions`
      findings.push({ message, at: at.locate(['tracking'], 'key') })
    }
    return failIfAny(findings)
  },
})
