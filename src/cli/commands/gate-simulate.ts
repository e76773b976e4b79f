import { exitStatus, statusOfGate } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printGateJson } from '../../report/gate-result.ts'
import { simulationMarkdown, simulationResult, simulationText } from '../../report/gate-simulation.ts'
import { type SimulatedPullRequest, simulatePullRequest } from '../../usecases/simulate-pull-request.ts'
import { gateFormats } from '../../wiring/gate-context.ts'
import { judgeGiven, pullRequestOptions } from '../../wiring/pull-request-source.ts'
import { defineCommand } from '../define-command.ts'
import { toEvents } from '../simulation-events.ts'

const event = { repeat: true, inOrder: true } as const

export const gateSimulateCommand = defineCommand({
  examples: [
    [
      'countersign gate simulate --repo acme/shop --number 42 --approve @ana --approve @ben',
      'would these two be enough?',
    ],
    [
      'countersign gate simulate --facts facts.json --approve @ana --push --merge-by @mia',
      'what happens, in this order',
    ],
  ],
  options: {
    approve: { value: 'who', ...event, help: 'somebody approves the head: @LOGIN; or another commit: @LOGIN@SHA' },
    requestChanges: { value: 'who', ...event, help: 'somebody asks for changes: @LOGIN or @LOGIN@SHA' },
    dismiss: { value: 'who', ...event, help: 'the review of @LOGIN is dismissed; by somebody: @LOGIN@DISMISSER' },
    push: { ...event, help: 'the author pushes a commit' },
    pushBy: { value: 'who', ...event, help: 'somebody else pushes a commit' },
    label: { value: 'label', ...event, help: 'a label is set: NAME@LOGIN' },
    mergeBy: { value: 'who', ...event, help: 'somebody merges it' },
    asOf: { value: 'moment', ...event, help: 'what is written after it happens later than this moment, or day' },
    permission: {
      value: 'role',
      oneOf: ['admin', 'maintain', 'write', 'triage', 'read', 'none'],
      help: 'permission of accounts of which the facts have none; default: not known',
    },
    ...pullRequestOptions,
    format: { value: 'name', default: 'text', oneOf: gateFormats, help: 'how to print what changes' },
  },
  async run(given, terminal, _args, inOrder) {
    const events = toEvents(inOrder)
    if (events.length === 0) {
      throw new Refusal(
        exitStatus.usage,
        'Nothing is to happen',
        'Give at least one event, for example --approve @ana.',
      )
    }
    const before = await judgeGiven(given, terminal)
    const simulated = simulatePullRequest(before, events, given.permission)
    terminal.out(print(simulated, given.format))
    const { code, verdict } = simulated.after.decision
    return code === 'no-configuration' ? exitStatus.notDetermined : statusOfGate[verdict]
  },
})

function print(simulated: SimulatedPullRequest, format: (typeof gateFormats)[number]): string {
  const { before, after, steps, notes, changes } = simulated
  const { number, title } = before.facts.pull
  const compared = { number, title, before: before.decision, after: after.decision, steps, notes, changes }
  if (format === 'json') return printGateJson(simulationResult(compared))
  return format === 'markdown' ? simulationMarkdown(compared) : simulationText(compared)
}
