import { statusOfAppend } from '../../usecases/append-evidence.ts'
import { closeLog } from '../../usecases/close-log.ts'
import { describeAppend } from '../../usecases/describe-evidence.ts'
import { actorOfRun } from '../../wiring/actor-of-run.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { defineCommand } from '../define-command.ts'

export const evidenceCloseCommand = defineCommand({
  examples: [
    [
      'countersign evidence close --reason "one log a year" --successor github.com/acme/shop/evidence-2027',
      'the last record of this log; nothing is appended after it',
    ],
  ],
  options: {
    reason: { value: 'text', required: true, help: 'why, in one line' },
    successor: { value: 'origin', help: 'name of the log that goes on' },
    ...evidenceOptions,
  },
  async run({ reason, successor, ...where }, terminal) {
    const { ports, places, signer, producer } = await openEvidence(where, terminal)
    const actor = actorOfRun(terminal.environment)
    const done = await closeLog(
      { reason: reason.trim(), successor: successor ?? null, actor, places, signer, producer },
      ports,
    )
    terminal.out(describeAppend(done))
    return statusOfAppend[done.outcome.kind]
  },
})
