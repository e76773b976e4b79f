import { type Finding, failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const securityIsInScope = defineRule({
  id: 'SCP-004',
  name: 'security-is-in-scope',
  title: 'There is one program, and Security is in its scope',
  subject: 'tree',
  severity: 'error',
  rationale: 'The common criteria (CC) belong to every SOC 2 report; the other categories are chosen besides.',
  remedy: 'Write one Program record and add CC to its `categories`.',
  criteria: ['CC5.1'],
  since: '0.1.0',
  neverKnown: true,

  check({ programs, malformedIds }) {
    const [program, second] = programs
    if (program === undefined) {
      const broken = [...malformedIds].some((id) => id.startsWith('PRG-'))
      return notDetermined(
        broken ? 'the Program record has problems' : 'there is no Program record, so the scope is not known',
      )
    }
    const findings: Finding[] = []
    if (second !== undefined) {
      findings.push({
        message: `${second.value.id} is a second program; a folder holds one`,
        at: second.at.locate(),
        related: [{ at: program.at.locate(), message: 'the first program' }],
      })
    }
    if (!program.value.categories.includes('CC')) {
      const at = program.at.locate(['categories'])
      findings.push({ message: `${program.value.id} leaves Security (CC) out of scope`, at })
    }
    return failIfAny(findings)
  },
})
