import { addDuration } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { rolesOn } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const acceptanceHasAuthority = defineRule({
  id: 'RSK-006',
  name: 'acceptance-has-authority',
  title: 'An accepted risk is accepted by somebody who may, with day, reason and end',
  subject: 'risk',
  severity: 'error',
  rationale: 'The larger a risk, the higher the person who has to carry it, and the sooner it is looked at again.',
  remedy: 'Complete `acceptance`: by, at, expires, rationale; or choose another treatment.',
  criteria: ['CC3.2', 'CC1.3'],
  since: '0.1.0',

  check({ value: risk, at }, { model, riskMethod }) {
    if ((risk.treatment !== 'accept' && risk.status !== 'accepted') || risk.status === 'closed') {
      return notApplicable('the risk is not accepted')
    }
    const { acceptance } = risk
    if (acceptance === undefined) {
      return failIfAny([{ message: `${risk.id} is accepted by nobody`, at: at.locate(['treatment'], 'value') }])
    }
    const missing = (['by', 'at', 'expires', 'rationale'] as const).filter((key) => acceptance[key] === undefined)
    const findings: Finding[] = missing.map((key) => ({
      message: `The acceptance of ${risk.id} has no \`${key}\``,
      at: at.locate(['acceptance'], 'key'),
    }))
    const { band } = rate(risk.residual ?? risk.inherent, riskMethod.matrix)
    const { roles, owner, maximum } = riskMethod.acceptance[band]
    if (acceptance.by !== undefined && acceptance.at !== undefined) {
      const held = rolesOn(model, acceptance.by, acceptance.at)
      const may = (owner && acceptance.by === risk.owner) || roles.some((role) => held.has(role))
      if (!may) {
        findings.push({
          message: `${acceptance.by} had no authority on ${acceptance.at} to accept ${risk.id}, whose band is ${band}`,
          at: at.locate(['acceptance', 'by'], 'value'),
          hint: `who may accept a ${band} risk: ${[...(owner ? ['its owner'] : []), ...roles].join(', ')}`,
        })
      }
    }
    if (acceptance.at !== undefined && acceptance.expires !== undefined) {
      const latest = addDuration(acceptance.at, maximum)
      if (acceptance.expires > latest) {
        findings.push({
          message: `The acceptance of ${risk.id} lasts until ${acceptance.expires}; a ${band} risk is accepted for at most ${maximum}`,
          at: at.locate(['acceptance', 'expires'], 'value'),
          hint: `the last possible day is ${latest}`,
        })
      }
    }
    return failIfAny(findings)
  },
})
