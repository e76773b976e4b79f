import { daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const transferIsValid = defineRule({
  id: 'RSK-008',
  name: 'transfer-is-valid',
  title: 'A risk that is transferred names who carries it, by a contract or policy that runs',
  subject: 'risk',
  severity: 'error',
  rationale:
    'A risk is transferred only while somebody else is bound to carry it. When the policy lapses it is ours again.',
  remedy: 'Write `transfer` with `vendor` or `insurance`, `from` and `until`; renew it, or choose another treatment.',
  criteria: ['CC9.1', 'CC3.2'],
  since: '0.1.0',
  overdue: true,

  check({ value: risk, at }, { asOf, model }) {
    if (risk.treatment !== 'transfer' || risk.status === 'closed') {
      return notApplicable('the risk is not transferred')
    }
    const { transfer } = risk
    if (transfer === undefined) {
      const message = `${risk.id} is transferred, but nothing says to whom`
      return failIfAny([{ message, at: at.locate(['treatment'], 'value') }])
    }
    const findings = []
    const { vendor, insurance, from, until } = transfer
    if (vendor === undefined && insurance === undefined) {
      findings.push({
        message: `The transfer of ${risk.id} names neither vendor nor insurance`,
        at: at.locate(['transfer'], 'key'),
      })
    }
    const known = vendor === undefined ? undefined : model.vendors.get(vendor)
    if (known?.value.status === 'ended') {
      findings.push({
        message: `${risk.id} is transferred to ${vendor}, which is no longer used`,
        at: at.locate(['transfer', 'vendor'], 'value'),
        related: [{ at: known.at.locate(['status'], 'value'), message: 'ended here' }],
      })
    }
    if (until < asOf) {
      findings.push({
        message: `The transfer of ${risk.id} ended on ${until}, ${daysAgo(until, asOf)}`,
        at: at.locate(['transfer', 'until'], 'value'),
      })
    } else if (from > asOf && risk.status === 'transferred') {
      findings.push({
        message: `${risk.id} counts as transferred, but the transfer begins on ${from}`,
        at: at.locate(['transfer', 'from'], 'value'),
      })
    }
    return failIfAny(findings)
  },
})
