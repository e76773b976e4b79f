import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printGateJson } from '../../report/gate-result.ts'
import { replayResult, replayText, statusOfReplay } from '../../report/print-replay.ts'
import { type ReplaySelection, replayLog } from '../../usecases/replay-log.ts'
import { evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { toNumber } from '../../wiring/gate-context.ts'
import { defineCommand } from '../define-command.ts'

export const gateReplayCommand = defineCommand({
  examples: [
    ['countersign gate replay --all', 'decide every recorded pull request again, and compare'],
    ['countersign gate replay --pull 42', 'what was recorded about one pull request'],
    ['countersign gate replay 17', 'record 17 of the log'],
  ],
  arguments: [{ name: 'record', help: 'a record by its number in the log or its key', optional: true }],
  options: {
    all: { help: 'every recorded decision about a pull request' },
    pull: { value: 'n', help: 'the decisions about this pull request' },
    ...evidenceOptions,
    format: { value: 'name', default: 'text', oneOf: ['text', 'json'], help: 'how to print the result' },
  },
  async run({ all, pull, format, ...where }, terminal, [record]) {
    const selection = toSelection(all, pull, record)
    const { ports, settings } = await openEvidence(where, terminal)
    const report = await replayLog(selection, settings, ports, (done, of) =>
      terminal.progress?.(`${done} of ${of} decided again`),
    )
    terminal.out(format === 'json' ? printGateJson(replayResult(report)) : replayText(report))
    return statusOfReplay(report)
  },
})

function toSelection(all: boolean, pull: string | undefined, record: string | undefined): ReplaySelection {
  const given = [all, pull !== undefined, record !== undefined].filter(Boolean).length
  if (given !== 1) {
    throw new Refusal(
      exitStatus.usage,
      'It is not clear what to decide again',
      'Give one of RECORD, --pull N and --all.',
    )
  }
  if (record !== undefined) return { kind: 'record', name: record }
  return pull === undefined ? { kind: 'all' } : { kind: 'pull', number: toNumber(pull, '--pull') }
}
