import { exitStatus, statusOfGate } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { deploymentMarkdown, deploymentText } from '../report/gate-summary.ts'
import { tipOf } from '../usecases/evidence-trust.ts'
import { deploymentHistory, gateDeployment } from '../usecases/gate-deployment.ts'
import { verifyEvidence } from '../usecases/verify-evidence.ts'
import { openEvidence } from '../wiring/evidence-context.ts'
import { openForge, rulesAtCommit, toRepository } from '../wiring/gate-context.ts'
import { remoteOf } from '../wiring/remote-of-run.ts'
import { defaultBranchOf, type GateTask } from './event.ts'
import type { ActionContext, ModeResult } from './mode.ts'

/** Judges a deployment by what the evidence log holds about the changes in it. The job fails with the verdict: it deploys. */
export async function deployMode(
  { workspace, event, terminal }: ActionContext,
  { id, sha, environment }: Extract<GateTask, { kind: 'deployment' }>,
): Promise<ModeResult> {
  const place = {
    cwd: workspace,
    remote: undefined,
    home: remoteOf(terminal),
    settingsFrom: defaultBranchOf(event.payload),
  }
  const { ports, places, settings } = await openEvidence(place, terminal)
  const { log, outcome, why } = await verifyEvidence(places, ports)
  if (log === undefined || outcome !== 'verified') {
    const status = outcome === 'integrity-failure' ? exitStatus.integrity : exitStatus.notDetermined
    const what = `The evidence log cannot be relied on: ${why ?? 'it could not be read'}`
    throw new Refusal(status, what, 'Run `evidence verify`; nothing is decided before it is verified.')
  }
  const tip = await tipOf(ports.history, settings.protectedBranch)
  if (tip === undefined) {
    const what = `There is no branch ${settings.protectedBranch} here, whose rules apply`
    throw new Refusal(exitStatus.notDetermined, what, 'Check out with `fetch-depth: 0`.')
  }
  const history = deploymentHistory(
    log.entries.map(({ record }) => record),
    environment,
  )
  const run = Number(terminal.environment['GITHUB_RUN_ID'])
  const question = {
    ...toRepository(terminal.environment['GITHUB_REPOSITORY'] ?? ''),
    environment,
    sha,
    deploymentId: id,
    runId: Number.isSafeInteger(run) && run > 0 ? run : null,
    since: undefined,
  }
  const forge = await openForge(terminal)
  const source = await rulesAtCommit(ports.history, tip)
  const branch = { protectedBranch: settings.protectedBranch, tip, source }
  const { decision } = await gateDeployment(question, history, branch, { forge, history: ports.history })
  terminal.out(deploymentText(decision))
  const status = statusOfGate[decision.verdict]
  return {
    status,
    fails: status !== exitStatus.ok,
    verdict: decision.verdict,
    summary: decision.summary,
    page: deploymentMarkdown(decision),
  }
}
