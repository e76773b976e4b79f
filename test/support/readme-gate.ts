import { explanationText } from '../../src/report/gate-explanation.ts'
import { simulationText } from '../../src/report/gate-simulation.ts'
import { printCases } from '../../src/report/print-gate-cases.ts'
import { replayText } from '../../src/report/print-replay.ts'
import { mergedRecord } from '../../src/usecases/change-records.ts'
import { judgePullRequest, type RulesSource } from '../../src/usecases/judge-pull-request.ts'
import { replayDecision } from '../../src/usecases/replay-decision.ts'
import { simulatePullRequest } from '../../src/usecases/simulate-pull-request.ts'
import { testGateRules } from '../../src/usecases/test-gate-rules.ts'
import {
  account,
  apart,
  baseFiles,
  facts,
  known,
  merged,
  OLD,
  opened,
  push,
  review,
  twoReviewers,
} from './gate-facts.ts'
import { filledProgram } from './starter-program.ts'

const before = 'f'.repeat(40)
const source: RulesSource = {
  settings: undefined,
  files: baseFiles(
    `${twoReviewers}\n  - {id: security, when: {paths: ["iam/**"]}, require: {approvals: 1, from: {roles: [security_reviewer]}}}\n${apart}`,
    'deployment: {merging: true}',
  ),
  sha: before,
}
const waiting = judgePullRequest(
  facts({
    reviews: known([
      review('ana', { url: 'https://github.com/acme/shop/pull/7#pullrequestreview-11' }),
      review('ben', { commit: OLD, url: 'https://github.com/acme/shop/pull/7#pullrequestreview-12' }),
    ]),
    headChanges: known([opened({ after: OLD }), push('2026-03-03T09:00:00Z', { by: account('ada') })]),
  }),
  source,
)

function explained(): string {
  const { decision, facts: of } = waiting
  return explanationText({ title: of.pull.title, number: of.pull.number, decision })
}

function simulated(): string {
  const {
    before: was,
    after,
    steps,
    notes,
    changes,
  } = simulatePullRequest(
    waiting,
    [
      { kind: 'approve', by: 'ben' },
      { kind: 'merge', by: 'ana' },
    ],
    undefined,
  )
  const { number, title } = was.facts.pull
  return simulationText({ number, title, before: was.decision, after: after.decision, steps, notes, changes })
}

function replayed(): string {
  const judged = judgePullRequest(
    facts({ pull: merged('mia'), reviews: known([review('ana'), review('ben')]) }),
    source,
  )
  const context = {
    repositoryId: '500',
    address: 'git+https://github.com/acme/shop',
    producer: { tool: 'countersign', run: 'local' },
    nowMs: Date.parse('2026-03-03T12:05:00Z'),
  }
  const landing = { landed: ['d'.repeat(40)], baseShaBefore: before, method: 'squash' as const }
  const { record, attachments } = mergedRecord(judged, landing, undefined, context)
  const { predicate } = record
  if (predicate.kind !== 'change.merged') throw new Error(predicate.kind)
  const [factsBytes, decision] = attachments.map(({ bytes }) => bytes)
  const row = {
    index: 1,
    kind: predicate.kind,
    pull: 7,
    recordedAt: predicate.recordedAt,
    recorded: predicate.data.verdict,
  }
  const result = replayDecision({ record, predicate, facts: factsBytes, decision, source })
  return replayText({ rows: [{ ...row, ...result }], deployments: 0, notes: [] })
}

async function tested(): Promise<string> {
  const program = filledProgram()
  const file = program.find(({ path }) => path === 'compliance/gate-cases.yaml')
  if (file === undefined) throw new Error('the starter brings no cases')
  const results = await testGateRules([{ file, read: async () => undefined }], {
    settings: undefined,
    files: program,
    sha: undefined,
  })
  const all = printCases(results, 'pretty', false, '1970-01-01').split('\n')
  return [...all.slice(0, 4), '...', ...all.slice(-3)].join('\n')
}

const block = (command: string, output: string): string => `\`\`\`text\n$ countersign ${command}\n${output}\`\`\``

/** What the README shows of the commands about decisions: really decided, so that it stays true. */
export const gateExamples: Readonly<Record<string, () => Promise<string>>> = {
  'gate explain': async () => block('gate explain --repo acme/shop --number 7', explained()),
  'gate simulate': async () =>
    block('gate simulate --repo acme/shop --number 7 --approve @ben --merge-by @ana', simulated()),
  'gate replay': async () => block('gate replay --pull 7', replayed()),
  'gate test': async () => block('gate test compliance/gate-cases.yaml', await tested()),
}
