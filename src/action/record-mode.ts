import { randomUUID } from 'node:crypto'
import { nodeDocumentsFolder } from '../adapters/node-documents-folder.ts'
import { printScore } from '../assess/score.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import { describeFaults } from '../render/describe-faults.ts'
import { statusOfAnchoring } from '../usecases/anchor-log.ts'
import { statusOfAppend } from '../usecases/append-evidence.ts'
import { auditProtectedBranch, statusOfAudit } from '../usecases/audit-branch.ts'
import { statusOfCollection } from '../usecases/collect-evidence.ts'
import { describeAnchoring } from '../usecases/describe-anchoring.ts'
import { describeCollection } from '../usecases/describe-collection.ts'
import { describeAppend, describeAudit, describeDecisions, describeMerged } from '../usecases/describe-evidence.ts'
import { describeDrift, driftSince } from '../usecases/drift-since.ts'
import { tipOf } from '../usecases/evidence-trust.ts'
import { publish } from '../usecases/publish.ts'
import { statusOfDecisions } from '../usecases/record-decisions.ts'
import { recordMergedPullRequests, statusOfMerged } from '../usecases/record-merged.ts'
import { openDocuments } from '../wiring/document-context.ts'
import { openEvidence } from '../wiring/evidence-context.ts'
import { openForge, toRepository } from '../wiring/gate-context.ts'
import { toRecordRequest } from '../wiring/record-request.ts'
import { remoteOf } from '../wiring/remote-of-run.ts'
import { anchorDaily } from './anchor-daily.ts'
import { collectDatasets, collectedInShort } from './collect-datasets.ts'
import { defaultBranchOf } from './event.ts'
import type { ActionContext, ModeResult, Outputs } from './mode.ts'
import { placeOf } from './place-input.ts'
import { recordDeployment } from './record-deployment.ts'
import { recordVerdicts } from './record-verdicts.ts'

/**
 * Records, audits, collects, assesses, renders, publishes and anchors in one run, each step reading what the one before wrote,
 * so that no two jobs race for it. What could not be recorded ends the run: documents are not made from a log that is behind.
 */
export async function recordMode(context: ActionContext): Promise<ModeResult> {
  const { inputs, workspace, event, terminal } = context
  const { environment } = terminal
  if (fromPullRequest.has(event.name)) return dryRun(event.name)
  const repository = toRepository(environment['GITHUB_REPOSITORY'] ?? '')
  const id = environment['GITHUB_REPOSITORY_ID'] ?? ''
  if (!/^[0-9]{1,20}$/.test(id)) {
    throw new Refusal(exitStatus.usage, 'GITHUB_REPOSITORY_ID is not set', 'Run the Action in a workflow.')
  }
  const folder = inputs.documents === undefined ? undefined : placeOf('documents', inputs.documents, context)
  const home = remoteOf(terminal)
  const place = { cwd: workspace, remote: undefined, home, settingsFrom: defaultBranchOf(event.payload) }
  const evidence = await openEvidence(place, terminal)
  const request = toRecordRequest(evidence, { ...repository, id }, { baseline: undefined }, terminal)
  const forge = await openForge(terminal)
  const ports = { ...evidence.ports, forge }
  const lines: string[] = []
  const say = (text: string) => {
    terminal.out(text)
    lines.push(...text.trimEnd().split('\n'))
  }
  const stop = (status: ExitStatus, why: string) => ended(status, why.trim().split('\n')[0] ?? '', lines, {})

  const merged = await recordMergedPullRequests({ ...repository, id }, request, ports)
  say(describeMerged(merged))
  if (merged.append !== undefined && statusOfAppend[merged.append.outcome.kind] !== exitStatus.ok) {
    const remedy = inputs.logKey === undefined ? ' The input `log-key` is missing: give it the signing key.' : ''
    return stop(statusOfAppend[merged.append.outcome.kind], describeAppend(merged.append).replace(/(?=\n|$)/, remedy))
  }
  const decisions = await recordVerdicts(event, { ...repository, id }, request, ports)
  if (decisions !== undefined) {
    say(describeDecisions(decisions))
    const { append } = decisions
    if (append !== undefined && statusOfAppend[append.outcome.kind] !== exitStatus.ok)
      return stop(statusOfAppend[append.outcome.kind], describeAppend(append))
  }
  const deployment = await recordDeployment(event, repository, request, ports)
  if (deployment !== undefined) {
    say(deployment.said)
    if (deployment.appended !== exitStatus.ok) return stop(deployment.appended, deployment.said)
  }

  // What still waits to be recorded would be taken for unreviewed.
  if (merged.more) {
    const why = 'The audit waits until all merges are recorded: run it again.'
    say(`${why}\n`)
    return stop(exitStatus.notDetermined, why)
  }
  const audit = await auditProtectedBranch(
    { places: evidence.places, signer: evidence.signer, producer: evidence.producer, dryRun: false },
    evidence.ports,
  )
  say(describeAudit(audit))
  // A deviation is in the log now and belongs into the documents; anything else ends here.
  if (audit.kind !== 'audited') return stop(statusOfAudit(audit), describeAudit(audit))
  if (audit.append !== undefined && statusOfAppend[audit.append.outcome.kind] !== exitStatus.ok)
    return stop(statusOfAudit(audit), describeAppend(audit.append))

  const collection = await collectDatasets(context, repository, evidence)
  if (collection !== undefined) {
    say(describeCollection(collection))
    const { append } = collection
    if (append !== undefined && statusOfAppend[append.outcome.kind] !== exitStatus.ok)
      return stop(statusOfCollection(collection), describeAppend(append))
  }

  // Not what is checked out: a deployment, for one, may be of a commit that nobody reviewed.
  const commit = await tipOf(evidence.ports.history, evidence.settings.protectedBranch)
  const where = { ...place, commit: commit ?? 'HEAD', asOf: undefined }
  const documents = await openDocuments(where, terminal)
  const { kind, commit: published, before, rendered } = await publish(documents.request, documents.ports)
  const { score } = rendered.assessment
  const { documentsBranch } = rendered.settings
  if (folder !== undefined) await nodeDocumentsFolder(folder, randomUUID()).replace(rendered.files)
  const drift = await driftSince(before, rendered.assessment, documents.ports)
  say(describeDrift(drift))
  say(`Score ${printScore(score)}: ${score.controls.met} of ${score.controls.applicable} controls met.\n`)
  say(`${kind === 'published' ? 'Published' : 'Unchanged'}: ${documentsBranch} at ${published}.\n`)
  for (const line of describeFaults(rendered.faults)) say(`${line}\n`)
  // Last, so that nothing waits for an authority that does not answer.
  const anchoring = await anchorDaily(context, evidence)
  if (anchoring !== undefined) say(describeAnchoring(anchoring))
  const checkpoint = rendered.checkpoint === undefined ? undefined : parseCheckpoint(rendered.checkpoint)?.checkpoint
  const inShort = [
    ...(audit.audit.deviations.length === 0 ? [] : [`${audit.audit.deviations.length} deviations on ${audit.branch}`]),
    ...(deployment === undefined ? [] : [deployment.inShort]),
    ...merged.refused.map(({ pull }) => `the merge of #${pull} could not be recorded`),
    `${merged.pulls.length} merges recorded`,
    ...(decisions === undefined || decisions.recorded.length === 0
      ? []
      : [`${decisions.recorded.length} verdicts recorded`]),
    ...(collection === undefined ? [] : [collectedInShort(collection)]),
    ...(anchoring?.kind === 'not-anchored' || anchoring?.kind === 'clock' ? ['the log could not be anchored'] : []),
    ...(drift.kind === 'compared' && drift.comparison.states.length > 0
      ? [`${drift.comparison.states.length} states changed`]
      : []),
    `score ${printScore(score)}`,
  ].join('; ')
  return ended(
    worst([
      statusOfMerged(merged),
      decisions === undefined ? exitStatus.ok : statusOfDecisions(decisions),
      deployment?.judged ?? exitStatus.ok,
      statusOfAudit(audit),
      collection === undefined ? exitStatus.ok : statusOfCollection(collection),
      anchoring === undefined ? exitStatus.ok : statusOfAnchoring(anchoring),
    ]),
    `${inShort.charAt(0).toUpperCase()}${inShort.slice(1)}`,
    lines,
    checkpoint === undefined
      ? {}
      : { checkpoint: `${checkpoint.size} ${Buffer.from(checkpoint.root).toString('base64')}` },
  )
}

/** Events on which the workflow that runs is that of a pull request, whoever wrote it. */
const fromPullRequest = new Set(['pull_request', 'pull_request_review', 'pull_request_review_comment'])

/** Whatever secrets such a run was given, it puts nothing into the log. */
const dryRun = (event: string): ModeResult => {
  const why = `Nothing is recorded on ${event}: there the workflow is that of the pull request. Record on push, on a schedule, or on what is deployed.`
  return ended(exitStatus.notDetermined, why, [`Dry run. ${why}`], {})
}

/** What is known to be wrong comes before what is not known. */
const worst = (statuses: readonly ExitStatus[]): ExitStatus =>
  statuses.find((status) => status === exitStatus.violated) ??
  statuses.find((status) => status !== exitStatus.ok) ??
  exitStatus.ok

const verdictOf: Readonly<Record<number, string>> = { 0: 'satisfied', 1: 'violated' }

function ended(status: ExitStatus, summary: string, lines: readonly string[], outputs: Outputs): ModeResult {
  const verdict = verdictOf[status] ?? 'not-determined'
  return {
    status,
    fails: status !== exitStatus.ok,
    verdict,
    summary,
    page: `### Record: ${verdict}\n\n${lines.map((line) => `- ${inlineText(line)}`).join('\n')}\n`,
    outputs,
  }
}
