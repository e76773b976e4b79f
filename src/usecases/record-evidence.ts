import { type Attachment, toAttachment } from '../evidence/attachments.ts'
import {
  changeDecisionRecord,
  changeMergedRecord,
  deploymentRecord,
  type RecordContext,
} from '../evidence/build-records.ts'
import { keyOf } from '../evidence/natural-key.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import { RecordRefused, toLine } from '../evidence/record.ts'
import { millisecondsOf } from '../model/days.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import type { DeploymentFacts, PullRequestFacts } from '../model/facts.ts'
import type { History, HistoryCommit } from '../ports/history.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { type TrustPlaces, tipOf } from './evidence-trust.ts'
import { deploymentHistory, judgeDeployment } from './gate-deployment.ts'
import { sortedJson } from './gate-digests.ts'
import { judgePullRequest, type RulesSource } from './judge-pull-request.ts'
import { type BroughtBy, landingOf, nothingElse } from './landing.ts'
import { toChangeDecision, toChangeMerged, toDeployment } from './record-facts.ts'
import { type EvidenceVerification, verifyEvidence } from './verify-evidence.ts'

export interface RecordRequest {
  readonly places: TrustPlaces
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
  /** Merged ones become `change.merged`, others `change.decision`. */
  readonly pulls: readonly PullRequestFacts[]
  /** In the order in which they happened. */
  readonly deployments: readonly DeploymentFacts[]
  /** Id, name and address of the repository; the numeric id of the forge where there is one. */
  readonly repository: { readonly id: string; readonly name: string; readonly address: string }
  /** Name of a log that is to be begun, and whether it may be unsigned; undefined: the log must exist. */
  readonly create: { readonly origin: string; readonly mayBeUnsigned: boolean; readonly baseline?: string } | undefined
  /** Default: the forge is not asked. */
  readonly broughtBy?: BroughtBy
}

export type RecordResult =
  | {
      readonly kind: 'recorded'
      /** What could not be recorded, and why: never left out in silence. */
      readonly skipped: readonly { readonly what: string; readonly why: string }[]
      readonly append: AppendResult
    }
  | { readonly kind: 'bad-log'; readonly verification: EvidenceVerification }

/**
 * Judges what the forge says once more, by the rules that were in force then, and records the results. What is in the log
 * already is passed over, so that recording again is harmless.
 *
 * @throws Refusal, RecordRefused
 */
export async function recordEvidence(request: RecordRequest, ports: EvidencePorts): Promise<RecordResult> {
  const { places, signer, producer, repository, create } = request
  const verification = await verifyEvidence(places, ports)
  if (verification.outcome === 'integrity-failure') return { kind: 'bad-log', verification }
  const context: RecordContext = {
    repositoryId: repository.id,
    address: repository.address,
    producer,
    nowMs: ports.clock.now(),
  }
  const inLog = (verification.log?.entries ?? []).map(({ record }) => record)
  const batch = new Batch(inLog)
  const lines = new Map<string, readonly HistoryCommit[]>()
  for (const facts of request.pulls) {
    const { number, merged, base } = facts.pull
    const what = `pull request #${number}`
    if (!isOf(facts.repository.id, repository.id))
      batch.skip(what, `its facts are of repository ${facts.repository.id}`)
    else if (merged && batch.has(keyOf.merged(repository.id, number))) continue
    else if (merged) {
      const line = lines.get(base.ref) ?? (await firstParentLine(ports.history, base.ref))
      lines.set(base.ref, line)
      await recordMerged(facts, line, batch, context, request.broughtBy ?? nothingElse, ports.history)
    } else await recordDecision(facts, batch, context, ports.history)
  }
  for (const facts of request.deployments) await recordDeployment(facts, batch, context, places, ports.history)
  const birth =
    create === undefined
      ? undefined
      : {
          ...create,
          repository: { id: repository.id, name: repository.name },
          address: repository.address,
          protectedBranch: places.protectedBranch,
        }
  const append = await appendEvidence(
    { records: batch.records, attachments: batch.attachments, signer, create: birth, producer, places },
    ports,
  )
  return { kind: 'recorded', skipped: batch.skipped, append }
}

/** What kept something out of the log is not a pass. */
export function statusOfRecord(result: RecordResult): ExitStatus {
  if (result.kind === 'bad-log') return exitStatus.integrity
  const appended = statusOfAppend[result.append.outcome.kind]
  return appended === exitStatus.ok && result.skipped.length > 0 ? exitStatus.notDetermined : appended
}

/** Records on their way, together with what the log has. */
class Batch {
  readonly records: EvidenceRecord[] = []
  readonly attachments: Attachment[] = []
  readonly skipped: { what: string; why: string }[] = []
  readonly #all: EvidenceRecord[]
  readonly #keys: Set<string>

  constructor(inLog: readonly EvidenceRecord[]) {
    this.#all = [...inLog]
    this.#keys = new Set(inLog.map(({ predicate }) => predicate.key))
  }

  /** In the log and on their way, in order. */
  get all(): readonly EvidenceRecord[] {
    return this.#all
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** Adds what `make` gives. What no log may hold is told and left out, so that it does not keep the others out for ever. */
  add(what: string, factsText: string, make: (facts: Attachment) => EvidenceRecord): void {
    try {
      const facts = toAttachment(factsText)
      const record = make(facts)
      if (this.has(record.predicate.key)) return
      toLine(record)
      this.#keys.add(record.predicate.key)
      this.#all.push(record)
      this.records.push(record)
      this.attachments.push(facts)
    } catch (error) {
      if (!(error instanceof RecordRefused || error instanceof RangeError)) throw error
      this.skip(what, error.message)
    }
  }

  skip(what: string, why: string): void {
    this.skipped.push({ what, why })
  }
}

/** Records of one log are about one repository; an id that is no number is that of a repository without forge. */
function isOf(factsId: number, repositoryId: string): boolean {
  return !/^\d+$/.test(repositoryId) || String(factsId) === repositoryId
}

async function firstParentLine(history: History, branch: string): Promise<readonly HistoryCommit[]> {
  const tip = await tipOf(history, branch)
  return tip === undefined ? [] : history.firstParent(tip)
}

async function recordMerged(
  facts: PullRequestFacts,
  line: readonly HistoryCommit[],
  batch: Batch,
  context: RecordContext,
  broughtBy: BroughtBy,
  history: History,
): Promise<void> {
  const { number, base } = facts.pull
  const landing = await landingOf(facts, line, broughtBy)
  if (landing === undefined) {
    const cut = (await history.isShallow()) ? ', and history is cut here' : ''
    batch.skip(`pull request #${number}`, `its merge commit is not on the first-parent line of ${base.ref}${cut}`)
    return
  }
  const source = await rulesAt(history, landing.baseShaBefore)
  const judged = judgePullRequest(facts, source)
  const program = readProgram(source.files).model.programs[0]?.value
  batch.add(`pull request #${number}`, judged.factsText, (attachment) =>
    changeMergedRecord(toChangeMerged(judged, landing, program), attachment, context),
  )
}

async function recordDecision(
  facts: PullRequestFacts,
  batch: Batch,
  context: RecordContext,
  history: History,
): Promise<void> {
  const { number, base } = facts.pull
  const tip = await tipOf(history, base.ref)
  if (tip === undefined) {
    batch.skip(`pull request #${number}`, `there is no branch ${base.ref} here`)
    return
  }
  const judged = judgePullRequest(facts, await rulesAt(history, tip))
  const data = toChangeDecision(judged)
  if (data === undefined) return
  batch.add(`pull request #${number}`, judged.factsText, (attachment) =>
    changeDecisionRecord(data, attachment, newestEvent(facts), context),
  )
}

/** Id of the newest event, fit for a key, and the newest moment the forge told of. */
function newestEvent(facts: PullRequestFacts): { readonly id: string; readonly atMs: number } {
  const { pull, reviews, headChanges, newestEvent: id } = facts
  const moments = [
    pull.createdAt,
    ...(reviews.known ? reviews.value.map(({ submittedAt }) => submittedAt) : []),
    ...(headChanges.known ? headChanges.value.map(({ at }) => at) : []),
  ]
  const atMs = Math.max(...moments.flatMap((moment) => (moment === null ? [] : [millisecondsOf(moment)])))
  return { id: id.replace(/[^A-Za-z0-9._:-]/g, '_') || 'none', atMs }
}

async function recordDeployment(
  facts: DeploymentFacts,
  batch: Batch,
  context: RecordContext,
  places: TrustPlaces,
  history: History,
): Promise<void> {
  const what = `deployment of ${facts.sha} to ${facts.environment}`
  if (!isOf(facts.repository.id, context.repositoryId)) {
    batch.skip(what, `its facts are of repository ${facts.repository.id}`)
    return
  }
  const id = facts.deployment?.id ?? facts.run?.id
  if (id === undefined) {
    batch.skip(what, 'the forge gave it no id')
    return
  }
  if (batch.has(keyOf.deployment(context.repositoryId, String(id)))) return
  // Rules of the protected branch, never of what was deployed: that may be the change that loosens them.
  const tip = await tipOf(history, places.protectedBranch)
  if (tip === undefined) {
    batch.skip(what, `there is no branch ${places.protectedBranch} here`)
    return
  }
  const { decision } = judgeDeployment(
    facts,
    deploymentHistory(batch.all, facts.environment),
    await rulesAt(history, tip),
  )
  batch.add(what, sortedJson(facts), (attachment) =>
    deploymentRecord(toDeployment(facts, decision), String(id), attachment, context),
  )
}

const settingsFile = 'countersign.yaml'

/** Rules and people as they stood at a commit. */
async function rulesAt(history: History, sha: string): Promise<RulesSource> {
  const settings = (await history.filesAt(sha, '', [settingsFile])).find(({ path }) => path === settingsFile)
  const { programFolder } = readSettings(settings).settings
  return { settings, files: await history.filesAt(sha, programFolder, programEndings), sha }
}
