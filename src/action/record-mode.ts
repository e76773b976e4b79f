import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { nodeDocumentsFolder } from '../adapters/node-documents-folder.ts'
import { printScore } from '../assess/score.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge } from '../ports/forge.ts'
import { statusOfAppend } from '../usecases/append-evidence.ts'
import { auditProtectedBranch, statusOfAudit } from '../usecases/audit-branch.ts'
import { describeAppend, describeAudit, describeMerged } from '../usecases/describe-evidence.ts'
import { tipOf } from '../usecases/evidence-trust.ts'
import { deploymentHistory } from '../usecases/gate-deployment.ts'
import { publish } from '../usecases/publish.ts'
import { recordDeploymentFacts } from '../usecases/record-from-facts.ts'
import { recordMergedPullRequests } from '../usecases/record-merged.ts'
import { verifyEvidence } from '../usecases/verify-evidence.ts'
import { openDocuments } from '../wiring/document-context.ts'
import { openEvidence } from '../wiring/evidence-context.ts'
import { openForge, toRepository } from '../wiring/gate-context.ts'
import { toRecordRequest } from '../wiring/record-request.ts'
import { remoteOf } from '../wiring/remote-of-run.ts'
import { numberAt, shaAt, textAt } from './event.ts'
import type { ActionContext, ModeResult } from './mode.ts'

type Evidence = Awaited<ReturnType<typeof openEvidence>>

/**
 * Records, audits, assesses, renders and publishes in one run, each step reading what the one before wrote, so that no two
 * jobs race for it. What could not be recorded ends the run: documents are not made from a log that is behind.
 */
export async function recordMode(context: ActionContext): Promise<ModeResult> {
  const { inputs, workspace, terminal } = context
  const { environment } = terminal
  const repository = toRepository(environment['GITHUB_REPOSITORY'] ?? '')
  const id = environment['GITHUB_REPOSITORY_ID'] ?? ''
  if (!/^[0-9]{1,20}$/.test(id)) {
    throw new Refusal(exitStatus.usage, 'GITHUB_REPOSITORY_ID is not set', 'Run the Action in a workflow.')
  }
  const remote = remoteOf(terminal)
  const evidence = await openEvidence({ cwd: workspace, remote }, terminal)
  const request = toRecordRequest(evidence, { ...repository, id }, { baseline: undefined, remote }, terminal)
  const forge = await openForge(terminal)
  const lines: string[] = []
  const say = (text: string) => {
    terminal.out(text)
    lines.push(...text.trimEnd().split('\n'))
  }

  const merged = await recordMergedPullRequests({ ...repository, id }, request, { ...evidence.ports, forge })
  say(describeMerged(merged))
  let status: ExitStatus = merged.append === undefined ? exitStatus.ok : statusOfAppend[merged.append.outcome.kind]
  if (status !== exitStatus.ok) return ended(status, lines, {})
  status = await recordDeployment(context, evidence, request, forge, say)
  if (status !== exitStatus.ok) return ended(status, lines, {})

  // What still waits to be recorded would be taken for unreviewed.
  if (merged.more)
    return ended(exitStatus.notDetermined, [...lines, 'The audit waits until all merges are recorded.'], {})
  const audit = await auditProtectedBranch(
    { places: evidence.places, signer: evidence.signer, producer: evidence.producer, dryRun: false },
    evidence.ports,
  )
  say(describeAudit(audit))
  status = statusOfAudit(audit)
  // A deviation is in the log now and belongs into the documents; anything else ends here.
  if (
    audit.kind !== 'audited' ||
    (status !== exitStatus.ok && status !== exitStatus.violated && audit.append === undefined)
  ) {
    return ended(status, lines, {})
  }
  if (audit.append !== undefined && statusOfAppend[audit.append.outcome.kind] !== exitStatus.ok)
    return ended(status, lines, {})

  // Not what is checked out: a deployment, for one, may be of a commit that nobody reviewed.
  const commit = await tipOf(evidence.ports.history, evidence.settings.protectedBranch)
  const where = { cwd: workspace, remote, commit: commit ?? 'HEAD', asOf: undefined }
  const documents = await openDocuments(where, terminal)
  const { kind, commit: published, rendered } = await publish(documents.request, documents.ports)
  const { score } = rendered.assessment
  const { documentsBranch } = rendered.settings
  if (inputs.documents !== undefined) {
    await nodeDocumentsFolder(resolve(workspace, inputs.documents), randomUUID()).replace(rendered.files)
  }
  say(`Score ${printScore(score)}: ${score.controls.met} of ${score.controls.applicable} controls met.\n`)
  say(`${kind === 'published' ? 'Published' : 'Unchanged'}: ${documentsBranch} at ${published}.\n`)
  const checkpoint = rendered.checkpoint === undefined ? undefined : parseCheckpoint(rendered.checkpoint)?.checkpoint
  return ended(status, lines, {
    ...(checkpoint === undefined
      ? {}
      : { checkpoint: `${checkpoint.size} ${Buffer.from(checkpoint.root).toString('base64')}` }),
  })
}

/** The deployment of the event, if it is about one. */
async function recordDeployment(
  { event }: ActionContext,
  { ports, places }: Evidence,
  request: ReturnType<typeof toRecordRequest>,
  forge: Forge,
  say: (text: string) => void,
): Promise<ExitStatus> {
  const id = numberAt(event.payload, ['deployment', 'id'])
  const sha = shaAt(event.payload, ['deployment', 'sha'])
  const environment = textAt(event.payload, ['deployment', 'environment'])
  if (event.name !== 'deployment' && event.name !== 'deployment_status') return exitStatus.ok
  if (id === undefined || sha === undefined || environment === undefined) {
    throw new Refusal(exitStatus.notDetermined, `The payload of ${event.name} names no deployment`, 'Report it.')
  }
  const { log } = await verifyEvidence(places, ports)
  const records = log?.entries.map(({ record }) => record) ?? []
  const { previousSha } = deploymentHistory(records, environment)
  const [owner = '', name = ''] = request.create?.repository.name.split('/') ?? []
  const facts = await forge.deploymentFacts({
    owner,
    name,
    environment,
    sha,
    deploymentId: id,
    runId: null,
    previousSha,
  })
  const { append } = await recordDeploymentFacts(facts, request, ports)
  say(describeAppend(append))
  return statusOfAppend[append.outcome.kind]
}

const verdictOf: Readonly<Record<number, string>> = { 0: 'satisfied', 1: 'violated' }

function ended(status: ExitStatus, lines: readonly string[], outputs: Readonly<Record<string, string>>): ModeResult {
  const verdict = verdictOf[status] ?? 'not-determined'
  return {
    status,
    fails: status !== exitStatus.ok,
    verdict,
    summary: lines.at(-1) ?? 'Nothing was recorded',
    page: `### Record: ${verdict}\n\n${lines.map((line) => `- ${inlineText(line)}`).join('\n')}\n`,
    outputs,
  }
}
