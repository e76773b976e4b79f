import { exitStatus, statusOfGate } from '../../model/exit-status.ts'
import { explanationMarkdown, explanationText } from '../../report/gate-explanation.ts'
import { gateResult, printGateJson } from '../../report/gate-result.ts'
import type { JudgedPullRequest } from '../../usecases/judge-pull-request.ts'
import { gateFormats } from '../../wiring/gate-context.ts'
import { judgeGiven, pullRequestOptions } from '../../wiring/pull-request-source.ts'
import { defineCommand } from '../define-command.ts'

export const gateExplainCommand = defineCommand({
  examples: [
    ['countersign gate explain --repo acme/shop --number 42', 'why it waits, step by step, and who can help'],
    ['countersign gate explain --facts facts.json --format json', 'the same as data: schemas/gate-result.json'],
  ],
  options: {
    ...pullRequestOptions,
    format: { value: 'name', default: 'text', oneOf: gateFormats, help: 'how to print the explanation' },
  },
  async run(given, terminal) {
    const judged = await judgeGiven(given, terminal)
    terminal.out(print(judged, given.format))
    const { code, verdict } = judged.decision
    return code === 'no-configuration' ? exitStatus.notDetermined : statusOfGate[verdict]
  },
})

function print(judged: JudgedPullRequest, format: (typeof gateFormats)[number]): string {
  const { facts, decision, preview, rulesSha, factsDigest, decisionDigest } = judged
  if (format === 'json')
    return printGateJson(gateResult({ facts, decision, preview, rulesSha, factsDigest, decisionDigest }))
  const explained = { title: facts.pull.title, number: facts.pull.number, decision, preview }
  return format === 'markdown' ? explanationMarkdown(explained) : explanationText(explained)
}
