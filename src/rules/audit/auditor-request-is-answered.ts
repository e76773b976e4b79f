import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const auditorRequestIsAnswered = defineRule({
  id: 'AUR-001',
  name: 'auditor-request-is-answered',
  title: 'An answered request of an auditor names what answers it',
  subject: 'auditor-request',
  severity: 'error',
  rationale: 'An answer that nobody can find again has to be given twice, and the two may differ.',
  remedy: 'Name it in `evidence` or `documents`, and write `answeredOn`.',
  criteria: ['CC2.3', 'CC4.1'],
  since: '0.1.0',

  check({ value: request, at }) {
    const { id, status, answeredOn, evidence = [], documents = [] } = request
    if (status === 'open' || status === 'preparing' || status === 'withdrawn') return notApplicable(`it is ${status}`)
    const findings: Finding[] = []
    const here = at.locate(['status'], 'value')
    if (answeredOn === undefined) findings.push({ message: `${id} is ${status}, but has no \`answeredOn\``, at: here })
    if (evidence.length + documents.length === 0) {
      findings.push({ message: `${id} is ${status}, but names neither evidence nor a document`, at: here })
    }
    return failIfAny(findings)
  },
})
