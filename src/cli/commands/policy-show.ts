import { exitStatus } from '../../model/exit-status.ts'
import { printPolicy, printPolicyJson } from '../../report/print-policy.ts'
import { printable } from '../../report/printable.ts'
import { showPolicy } from '../../usecases/show-policy.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { defineCommand } from '../define-command.ts'

export const policyShowCommand = defineCommand({
  examples: [
    ['countersign policy show POL-ACCESS', 'the text that is in force today'],
    ['countersign policy show POL-ACCESS --as-of 2026-03-31', 'that was in force on a day, with who approved it'],
  ],
  arguments: [{ name: 'policy', help: 'id of the policy, for example POL-ACCESS' }],
  options: {
    format: { value: 'name', default: 'pretty', oneOf: ['pretty', 'json'], help: 'how to print it' },
    ...documentOptions,
    asOf: { value: 'date', help: 'day on which the text was in force, YYYY-MM-DD; default: today' },
  },
  async run({ format, ...where }, terminal, [id = '']) {
    const { request, ports } = await openDocuments(where, terminal)
    const policy = await showPolicy(id, request, ports)
    for (const note of policy.notes) terminal.err(`note: ${printable(note)}\n`)
    terminal.out(format === 'json' ? printPolicyJson(policy) : printPolicy(policy))
    // That nothing was in force is known, and yet there is no text: a program must not take this for one.
    return policy.state === 'in-force' ? exitStatus.ok : exitStatus.notDetermined
  },
})
