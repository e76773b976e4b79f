import { statusOfAppend } from '../../usecases/append-evidence.ts'
import { correctRecord } from '../../usecases/correct-record.ts'
import { describeAppend } from '../../usecases/describe-evidence.ts'
import { actorOfRun } from '../../wiring/actor-of-run.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceCorrectCommand = defineCommand({
  examples: [
    [
      'countersign evidence correct 120 --result fail --reason "the scan was of another system"',
      'record 120 counts as failed from now on; it stays in the log',
    ],
  ],
  arguments: [{ name: 'record', help: 'index, key or leaf hash of the record' }],
  options: {
    result: {
      value: 'name',
      required: true,
      oneOf: ['pass', 'fail', 'not-determined', 'none'],
      help: 'what holds instead',
    },
    reason: { value: 'text', required: true, help: 'what was wrong, in one line' },
    ...evidenceOptions,
  },
  async run({ result, reason, ...where }, terminal, [wanted = '']) {
    const { ports, places, signer, producer } = await openEvidence(where, terminal)
    const actor = actorOfRun(terminal.environment)
    const done = await correctRecord({ wanted, result, reason: reason.trim(), actor, places, signer, producer }, ports)
    terminal.out(describeAppend(done))
    return statusOfAppend[done.outcome.kind]
  },
})
