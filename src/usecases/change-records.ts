import { type Attachment, toAttachment } from '../evidence/attachments.ts'
import { keyOf } from '../evidence/natural-key.ts'
import { makeRecord, toMoment } from '../evidence/record.ts'
import { millisecondsOf } from '../model/days.ts'
import type { EvidencePredicate, EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import type { ForgeAccount } from '../model/facts.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { Program } from '../model/records.ts'
import type { GatedDeployment } from './gate-deployment.ts'
import { sortedJson } from './gate-digests.ts'
import type { JudgedPullRequest } from './judge-pull-request.ts'
import { type Landing, toChangeDecision, toChangeMerged, toDeployment } from './record-facts.ts'

/** What is the same for every record of one run. */
export interface RecordFrame {
  /** Id of the repository in the log; stays when it is renamed. */
  readonly repositoryId: string
  /** Address of the repository, for example `git+https://github.com/acme/shop`. */
  readonly address: string
  readonly nowMs: number
  readonly producer: EvidenceProducer
}

/** A record and the files that belong to it. */
export interface AttachedRecord {
  readonly record: EvidenceRecord
  readonly attachments: readonly Attachment[]
}

/** The verdict on an open pull request; undefined where there is none to record. */
export function decisionRecord(judged: JudgedPullRequest, frame: RecordFrame): AttachedRecord | undefined {
  const data = toChangeDecision(judged)
  if (data === undefined) return undefined
  const { pull, newestEvent, collectedAt } = judged.facts
  const { key, ref, attachment } = factsOf(judged, (digest) =>
    keyOf.decision(frame.repositoryId, pull.number, pull.head.sha, digest, newestEvent),
  )
  return attached(
    {
      kind: 'change.decision',
      key,
      actor: actorOf(null),
      ...common(frame, collectedAt, data.verdict),
      attachments: [ref],
      data,
    },
    frame,
    pull.head.sha,
    attachment,
  )
}

/** A merge, judged with the rules before it. @throws RangeError where the pull request was not merged */
export function mergedRecord(
  judged: JudgedPullRequest,
  landing: Landing,
  program: Program | undefined,
  frame: RecordFrame,
): AttachedRecord {
  const data = toChangeMerged(judged, landing, program)
  const { key, ref, attachment } = factsOf(judged, () => keyOf.merged(frame.repositoryId, judged.facts.pull.number))
  const actor = actorOf(judged.facts.pull.mergedBy)
  return attached(
    { kind: 'change.merged', key, actor, ...common(frame, data.mergedAt, data.verdict), attachments: [ref], data },
    frame,
    data.mergeSha,
    attachment,
  )
}

/** A deployment and the decision about it. @throws RangeError where the forge gave it no id: it could be recorded twice */
export function deploymentRecord({ facts, decision }: GatedDeployment, frame: RecordFrame): AttachedRecord {
  if (facts.deployment === null) throw new RangeError('a deployment without an id cannot be recorded')
  const data = toDeployment(facts, decision)
  const attachment = toAttachment(sortedJson(facts))
  const key = keyOf.deployment(frame.repositoryId, String(facts.deployment.id))
  const actor = actorOf(facts.deployment.creator)
  const ref = attachmentRef(attachment)
  return attached(
    { kind: 'deployment', key, actor, ...common(frame, data.createdAt, data.verdict), attachments: [ref], data },
    frame,
    data.sha,
    attachment,
  )
}

function factsOf(judged: JudgedPullRequest, toKey: (decisionDigest: string) => string) {
  const attachment = toAttachment(judged.factsText)
  return { key: toKey(judged.decisionDigest), attachment, ref: attachmentRef(attachment) }
}

const attachmentRef = ({ sha256, bytes }: Attachment) => ({
  name: 'facts.json',
  sha256,
  mediaType: 'application/json',
  size: bytes.length,
})

const actorOf = (account: ForgeAccount | null) =>
  account === null ? { id: null, login: null } : { id: String(account.id), login: account.login }

const resultOf = { approved: 'pass', pending: 'fail', refused: 'fail', 'not-determined': 'not-determined' } as const

const common = (
  { nowMs, producer }: RecordFrame,
  occurredAt: string,
  verdict: Exclude<GateVerdict, 'not-applicable'>,
) => ({
  occurredAt: toMoment(millisecondsOf(occurredAt)),
  recordedAt: toMoment(nowMs),
  producer,
  result: resultOf[verdict],
})

const attached = (
  predicate: EvidencePredicate,
  { address }: RecordFrame,
  commit: string,
  attachment: Attachment,
): AttachedRecord => ({ record: makeRecord(predicate, address, commit), attachments: [attachment] })
