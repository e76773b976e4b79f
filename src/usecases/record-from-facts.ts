import type { RecordContext } from '../evidence/build-records.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { DeploymentFacts, PullRequestFacts } from '../model/facts.ts'
import { Refusal } from '../model/refusal.ts'
import type { History } from '../ports/history.ts'
import { readProgram } from '../read/read-program.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, type NewLog } from './append-evidence.ts'
import {
  type AttachedRecord,
  approvalRecords,
  decisionRecord,
  deploymentRecord,
  mergedRecord,
} from './change-records.ts'
import { type TrustPlaces, tipOf } from './evidence-trust.ts'
import { landingAt } from './find-landing.ts'
import { deploymentHistory, judgeDeployment, startOf } from './gate-deployment.ts'
import { judgePullRequest } from './judge-pull-request.ts'
import { roleRecords } from './role-changes.ts'
import { rulesAt } from './rules-at.ts'
import { verifyEvidence } from './verify-evidence.ts'

export interface RecordRequest {
  readonly places: TrustPlaces
  readonly signer: SignerKey | undefined
  readonly create: NewLog | undefined
  readonly producer: EvidenceProducer
  /** Address of the repository, for example `git+https://github.com/acme/shop`. */
  readonly address: string
}

/** What is recorded, and what became of it. */
export interface Recorded {
  readonly kinds: readonly string[]
  readonly records: readonly EvidenceRecord[]
  readonly append: AppendResult
}

/**
 * Records snapshots of pull requests that a collector wrote: the verdict on an open one, the merge of a merged one. Both are
 * judged again here, with the rules of the base before the merge, from the local repository.
 *
 * @throws Refusal where a snapshot cannot be judged; nothing is recorded then
 */
export async function recordPullRequestFacts(
  snapshots: readonly PullRequestFacts[],
  request: RecordRequest,
  ports: EvidencePorts,
): Promise<Recorded> {
  const attached: AttachedRecord[] = []
  for (const facts of snapshots) {
    const frame = frameOf(request, String(facts.repository.id), ports.clock.now())
    attached.push(...(await recordsOf(facts, frame, ports.history)))
  }
  return appendAll(attached, request, ports)
}

async function recordsOf(
  facts: PullRequestFacts,
  frame: RecordContext,
  history: History,
): Promise<readonly AttachedRecord[]> {
  const { pull } = facts
  const { mergeSha, head, merged } = pull
  const landing = mergeSha === null || !merged ? undefined : await landingAt(history, { mergeSha, head })
  if (pull.merged && landing === undefined) {
    const what = `The merge of pull request ${pull.number}, ${mergeSha ?? 'unknown'}, is not in this repository, or is of another head`
    throw new Refusal(exitStatus.notDetermined, what, 'Fetch the protected branch with all of its history.')
  }
  const rulesSha = landing?.baseShaBefore ?? pull.base.sha
  if (landing === undefined && (await history.resolve(rulesSha)) === undefined) {
    const what = `The base of pull request ${pull.number}, ${rulesSha}, is not in this repository`
    throw new Refusal(exitStatus.notDetermined, what, 'Fetch the protected branch with all of its history.')
  }
  const source = await rulesAt(history, rulesSha)
  const judged = judgePullRequest(facts, source)
  if (landing !== undefined) {
    const program = readProgram(source.files).model.programs[0]?.value
    const merged = mergedRecord(judged, landing, program, frame)
    const roles = await roleRecords(source, merged.record, frame, history)
    if (roles.kind === 'not-known')
      throw new Refusal(
        exitStatus.notDetermined,
        `What pull request ${pull.number} did to roles is not known: ${roles.why}`,
        'Let `evidence record --repo` record it, which records the merge all the same.',
      )
    return [merged, ...roles.records.map((record) => ({ record, attachments: [] }))]
  }
  const decision = decisionRecord(judged, frame)
  if (decision !== undefined) return [decision]
  throw new Refusal(
    exitStatus.notDetermined,
    `There is no verdict on pull request ${pull.number} to record: ${judged.decision.summary}`,
    'Record pull requests that are open or merged, after the gate rules are on the base.',
  )
}

/**
 * Records a snapshot of a deployment, judged against what the log holds about the changes in it.
 *
 * @throws Refusal where the log cannot be relied on, or the deployment has no id
 */
export async function recordDeploymentFacts(
  facts: DeploymentFacts,
  request: RecordRequest,
  ports: EvidencePorts,
): Promise<Recorded> {
  const verification = await verifyEvidence(request.places, ports)
  if (verification.outcome === 'integrity-failure' || verification.log === undefined) {
    const status = verification.outcome === 'integrity-failure' ? exitStatus.integrity : exitStatus.notDetermined
    throw new Refusal(
      status,
      `The evidence log cannot be used: ${verification.why ?? 'unknown'}`,
      'Run `evidence verify`.',
    )
  }
  if (facts.deployment === null) {
    throw new Refusal(exitStatus.usage, 'The snapshot names no deployment', 'Record it from the deployment event.')
  }
  const records = verification.log.entries.map(({ record }) => record)
  // Never the rules of the commit that is deployed: it may come from a branch that nobody reviewed.
  const tip = await tipOf(ports.history, request.places.protectedBranch)
  if (tip === undefined) {
    const what = `There is no branch ${request.places.protectedBranch} here`
    throw new Refusal(exitStatus.notDetermined, what, 'Fetch it; its rules decide.')
  }
  const source = await rulesAt(ports.history, tip)
  const { protectedBranch } = request.places
  const history = deploymentHistory(records, facts.environment)
  // A first deployment that begins later than the log would be where every later one begins.
  const from = { ...history, previousSha: startOf(history) }
  const gated = await judgeDeployment(facts, from, { protectedBranch, tip, source }, ports)
  const frame = frameOf(request, String(facts.repository.id), ports.clock.now())
  return appendAll([deploymentRecord(gated, frame), ...approvalRecords(gated, frame)], request, ports, verification.log)
}

const frameOf = ({ address, producer }: RecordRequest, repositoryId: string, nowMs: number): RecordContext => ({
  repositoryId,
  address,
  nowMs,
  producer,
})

async function appendAll(
  attached: readonly AttachedRecord[],
  { places, signer, create, producer }: RecordRequest,
  ports: EvidencePorts,
  known?: VerifiedLog,
): Promise<Recorded> {
  const append = await appendEvidence(
    {
      records: attached.map(({ record }) => record),
      attachments: attached.flatMap(({ attachments }) => attachments),
      signer,
      create,
      producer,
      places,
      known,
    },
    ports,
  )
  const records = attached.map(({ record }) => record)
  return { kinds: records.map(({ predicate }) => predicate.kind), records, append }
}
