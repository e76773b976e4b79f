import { isMachineOfEverybody } from '../../model/machine-accounts.ts'
import { type Finding, failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const botChangeLightens = defineRule({
  id: 'GAT-003',
  name: 'bot-change-lightens',
  title: 'A change by machines names machines that nobody else can act as, and rules that it makes lighter',
  subject: 'gate-rules',
  severity: 'error',
  rationale:
    'github-actions[bot] is whoever may push a branch: the gate never takes it for a machine of its own. A number that is not smaller than that of the rule changes nothing, and of two numbers for one machine and one rule the larger one is taken: who wrote the smaller one believes in something that does not happen.',
  remedy: 'Name the App that makes the change, and keep one number for each rule, smaller than the one it asks for.',
  criteria: ['CC8.1'],
  since: '0.1.0',

  check({ value: { botChanges = [] }, at }, { model }) {
    const rules = new Map(model.gateRules.flatMap(({ value }) => value.rules.map((rule) => [rule.id, rule] as const)))
    const findings: Finding[] = []
    const numbers = new Map<string, { readonly id: string; readonly approvals: number; readonly index: number }>()
    for (const [index, { id, machines, insteadOf, approvals }] of botChanges.entries()) {
      const add = (path: readonly (string | number)[], message: string, other?: number) =>
        findings.push({
          message,
          at: at.locate(['botChanges', index, ...path], 'value'),
          ...(other === undefined
            ? {}
            : {
                related: [{ at: at.locate(['botChanges', other, 'approvals'], 'value'), message: 'the other number' }],
              }),
        })
      for (const [place, login] of machines.entries()) {
        if (isMachineOfEverybody(login)) {
          add(['machines', place], `${id} names ${login}, as which whoever may push a branch can act: it never holds`)
        }
      }
      for (const [place, name] of insteadOf.entries()) {
        const own = rules.get(name)?.require?.approvals
        if (rules.has(name) && (own === undefined || own <= approvals)) {
          const asked = own === undefined ? 'asks for no number of approvals of its own' : `asks for ${own} only`
          add(['insteadOf', place], `${id} makes ${name} no lighter: ${name} ${asked}, ${id} for ${approvals}`)
        }
        for (const login of machines) {
          const key = `${login.toLowerCase()} ${name}`
          const before = numbers.get(key)
          if (before === undefined) numbers.set(key, { id, approvals, index })
          else if (before.approvals !== approvals) {
            const message = `${id} asks for ${approvals} and ${before.id} for ${before.approvals} approvals in the place of ${name}, both of ${login}`
            add(['approvals'], message, before.index)
          }
        }
      }
    }
    return failIfAny(findings)
  },
})
