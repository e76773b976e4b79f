import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const acceptedDeficiencyIsCarried = defineRule({
  id: 'FND-002',
  name: 'accepted-deficiency-is-carried',
  title: 'A deficiency that is accepted names the accepted risk or the exception that carries it',
  subject: 'deficiency',
  severity: 'error',
  rationale:
    'Accepting is a decision by somebody with authority and with an end, not a status that hides a deficiency.',
  remedy: 'Name a `risk` whose treatment is accept, or an `exception`; or mend the deficiency.',
  criteria: ['CC4.2', 'CC3.2'],
  since: '0.1.0',

  check({ value: deficiency, at }, { model, asOf }) {
    const { id, status } = deficiency
    if (status !== 'risk-accepted') return notApplicable(`it is ${status}`)
    if (deficiency.risk === undefined && deficiency.exception === undefined) {
      const message = `${id} is accepted, but names neither a risk nor an exception`
      return failIfAny([{ message, at: at.locate(['status'], 'value') }])
    }
    const risk = deficiency.risk === undefined ? undefined : model.risks.get(deficiency.risk)
    const exception = deficiency.exception === undefined ? undefined : model.exceptions.get(deficiency.exception)
    if (risk === undefined && exception === undefined) return notApplicable('REF-002 looks for what it names')
    const { start, expires } = exception?.value ?? {}
    if (start !== undefined && start <= asOf && expires !== undefined && asOf <= expires) return pass
    if (risk?.value.treatment === 'accept' && risk.value.status === 'accepted') return pass
    const findings = [
      ...(exception === undefined
        ? []
        : [
            {
              message: `${id} is accepted by ${exception.value.id}, which is not in force on ${asOf}`,
              at: at.locate(['exception'], 'value'),
              related: [{ at: exception.at.locate(['expires'], 'value'), message: 'its term' }],
            },
          ]),
      ...(risk === undefined || exception !== undefined
        ? []
        : [
            {
              message: `${id} is accepted with ${risk.value.id}, which is ${risk.value.status} and not accepted`,
              at: at.locate(['risk'], 'value'),
              related: [{ at: risk.at.locate(['status'], 'value'), message: 'the state of the risk' }],
            },
          ]),
    ]
    return failIfAny(findings)
  },
})
