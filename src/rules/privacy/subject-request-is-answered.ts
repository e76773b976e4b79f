import { addDuration } from '../../model/days.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const subjectRequestIsAnswered = defineRule({
  id: 'PRV-001',
  name: 'subject-request-is-answered',
  title: 'A request about personal data has the time that law or commitment give it, and an answer with reasons',
  subject: 'data-subject-request',
  severity: 'error',
  rationale: 'People have a right to an answer within a time. A date that somebody moved is not that time.',
  remedy:
    'Set `due` within the basis, or write the `extension` that the person was told of; an answer needs `completedOn` and `outcome`.',
  criteria: ['P5.1', 'P5.2', 'P8.1'],
  since: '0.1.0',

  check({ value: request, at }, { model }) {
    const { id, receivedOn, due, basis, extension, status, completedOn, outcome } = request
    const findings: Finding[] = []
    const promised = basis.commitment === undefined ? undefined : model.commitments.get(basis.commitment)?.value.notice
    const limits = [basis.within, ...(promised === undefined ? [] : [promised.within])]
    const [lawful = due] = limits.map((within) => addDuration(receivedOn, within)).sort()
    const latest = extension === undefined || extension.until < lawful ? lawful : extension.until
    if (due > latest) {
      const hint = `within ${limits.join(' and ')} after ${receivedOn}: by ${lawful}`
      const message = `${id} is due on ${due}, later than its basis allows`
      findings.push({ message, at: at.locate(['due'], 'value'), hint })
    }
    if (extension !== undefined && extension.toldOn > lawful) {
      const message = `${id} was extended, but the person was told on ${extension.toldOn}, after ${lawful}`
      findings.push({ message, at: at.locate(['extension', 'toldOn'], 'value') })
    }
    if (status === 'answered') {
      for (const key of ['completedOn', 'outcome'] as const) {
        if (request[key] !== undefined) continue
        findings.push({ message: `${id} is answered, but has no \`${key}\``, at: at.locate(['status'], 'value') })
      }
    } else if (completedOn !== undefined && status !== 'withdrawn') {
      const message = `${id} was completed on ${completedOn}, but is ${status}`
      findings.push({ message, at: at.locate(['status'], 'value') })
    }
    if ((outcome === 'refused' || outcome === 'partly') && request.reason === undefined) {
      findings.push({ message: `${id} is ${outcome} without a reason`, at: at.locate(['outcome'], 'value') })
    }
    return failIfAny(findings)
  },
})
