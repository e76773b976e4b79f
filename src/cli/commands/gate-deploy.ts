import { boundTree } from '../../gate/bound-tree.ts'
import { isSameEnvironment } from '../../model/environment-name.ts'
import { exitStatus, statusOfGate } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { readDeploymentFacts } from '../../read/read-facts.ts'
import { printGateJson } from '../../report/gate-result.ts'
import { deploymentMarkdown, deploymentText } from '../../report/gate-summary.ts'
import { tipOf } from '../../usecases/evidence-trust.ts'
import {
  deploymentHistory,
  type GatedDeployment,
  gateDeployment,
  judgeDeployment,
} from '../../usecases/gate-deployment.ts'
import { statusOfVerification, verifyEvidence } from '../../usecases/verify-evidence.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../../wiring/evidence-context.ts'
import { gateFormats, openForge, readFacts, rulesAtCommit, toNumber, toRepository } from '../../wiring/gate-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'

const options = {
  environment: { value: 'name', required: true, help: 'where it is deployed to' },
  sha: { value: 'sha', help: 'with --repo: commit that is deployed, in full' },
  repo: { value: 'owner/name', help: 'ask the forge about this repository (GITHUB_TOKEN, GITHUB_API_URL)' },
  deployment: { value: 'id', help: 'with --repo: id of the deployment, where there is one' },
  run: { value: 'id', help: 'with --repo: id of the workflow run that deploys; default: GITHUB_RUN_ID' },
  since: {
    value: 'sha',
    help: 'with --repo: commit after which the first deployment there begins; default: with the log',
  },
  facts: { value: 'file', help: 'decide from facts in the form of schemas/deployment-facts.json' },
  format: { value: 'name', default: 'text', oneOf: gateFormats, help: 'how to print the decision' },
  ...evidenceOptions,
} as const

export const gateDeployCommand = defineCommand({
  examples: [
    [
      'countersign gate deploy --repo acme/shop --environment production --sha "$GITHUB_SHA"',
      'in the job that deploys',
    ],
    [
      'countersign gate deploy --facts deployment.json --environment production',
      'from facts, with the log of this repository',
    ],
  ],
  options,
  async run(given, terminal) {
    const context = await openEvidence(given, terminal)
    const verification = await verifyEvidence(context.places, context.ports)
    const { log, outcome, why } = verification
    if (log === undefined || outcome !== 'verified') {
      const remedy = 'Run `evidence verify`; what the log says decides nothing before it is verified.'
      const status = outcome === 'integrity-failure' ? statusOfVerification[outcome] : exitStatus.notDetermined
      throw new Refusal(status, `The evidence log cannot be relied on: ${why ?? 'it could not be read'}`, remedy)
    }
    const history = deploymentHistory(
      log.entries.map(({ record }) => record),
      given.environment,
    )
    const { decision, facts } = await judge(given, history, context, terminal)
    if (given.format === 'json') {
      const { tree, leftOut } = boundTree(decision.tree, { levels: 8, nodes: 5000, message: 2000, names: 500 })
      const bounded = { ...decision, tree, leftOut }
      terminal.out(printGateJson({ schema: 'countersign/deployment-result/v1', sha: facts.sha, decision: bounded }))
    } else terminal.out(given.format === 'markdown' ? deploymentMarkdown(decision) : deploymentText(decision))
    return statusOfGate[decision.verdict]
  },
})

async function judge(
  given: OptionValues<typeof options>,
  history: ReturnType<typeof deploymentHistory>,
  { ports, settings }: EvidenceContext,
  terminal: Terminal,
): Promise<GatedDeployment> {
  const { environment, sha, repo, facts: path } = given
  if ((path === undefined) === (repo === undefined)) {
    throw new Refusal(
      exitStatus.usage,
      'One of --facts and --repo is needed',
      'Give --facts FILE, or --repo OWNER/NAME --sha SHA.',
    )
  }
  const tip = await tipOf(ports.history, settings.protectedBranch)
  if (tip === undefined) {
    const what = `There is no branch ${settings.protectedBranch} here, whose rules apply`
    throw new Refusal(exitStatus.notDetermined, what, 'Fetch it.')
  }
  const source = await rulesAtCommit(ports.history, tip)
  const branch = { protectedBranch: settings.protectedBranch, tip, source }
  if (path !== undefined) {
    const facts = await readFacts(path, readDeploymentFacts)
    if (!isSameEnvironment(facts.environment, environment)) {
      throw new Refusal(
        exitStatus.usage,
        `The facts are of ${facts.environment}, not of ${environment}`,
        'Name that one.',
      )
    }
    return judgeDeployment(facts, history, branch, ports)
  }
  if (repo === undefined || sha === undefined || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) {
    throw new Refusal(exitStatus.usage, '--repo needs --sha', 'Give the commit that is deployed, in full.')
  }
  const run = given.run ?? terminal.environment['GITHUB_RUN_ID']
  const question = {
    ...toRepository(repo),
    environment,
    sha,
    deploymentId: given.deployment === undefined ? null : toNumber(given.deployment, '--deployment'),
    runId: run === undefined ? null : toNumber(run, '--run'),
    since: given.since,
  }
  return gateDeployment(question, history, branch, { forge: await openForge(terminal), history: ports.history })
}
