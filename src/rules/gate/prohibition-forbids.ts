import { failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

const makes: ReadonlySet<string> = new Set(['author', 'contributor'])
const putsInForce: ReadonlySet<string> = new Set(['merger', 'deployer'])

export const prohibitionForbids = defineRule({
  id: 'GAT-004',
  name: 'prohibition-forbids',
  title: 'A rule that keeps parts of a change apart names two that are compared',
  subject: 'gate-rules',
  severity: 'error',
  rationale:
    'Who opens a pull request mostly wrote it, and who merges it may deploy it: these parts are not compared with each other. A rule that names no others keeps nothing apart, and the gate does not decide by it.',
  remedy: 'Name a part of another step: author or contributor, approver, requester, merger or deployer.',
  criteria: ['CC5.1', 'CC8.1'],
  since: '0.1.0',

  check({ value: { rules }, at }) {
    return failIfAny(
      rules.flatMap(({ id, forbid }, index) => {
        const parts = forbid?.samePerson ?? []
        const isOneStep = [makes, putsInForce].some((step) => parts.every((part) => step.has(part)))
        if (parts.length === 0 || !isOneStep) return []
        const message = `${id} keeps nothing apart: ${parts.join(' and ')} are not compared with each other`
        return [{ message, at: at.locate(['rules', index, 'forbid', 'samePerson'], 'value') }]
      }),
    )
  },
})
