import type {
  ChangeDecision,
  ChangeMerged,
  Deployment,
  EvidenceAttachmentRef,
  EvidenceProducer,
  EvidenceRecord,
} from '../model/evidence.ts'
import type { Attachment } from './attachments.ts'
import { keyOf } from './natural-key.ts'
import { makeRecord, toMoment } from './record.ts'

/** What every record of one run has in common. */
export interface RecordContext {
  /** Id of the repository, which stays when it is renamed. */
  readonly repositoryId: string
  /** Its address, for example `git+https://github.com/acme/shop`. */
  readonly address: string
  readonly producer: EvidenceProducer
  /** Milliseconds since 1970, read once a run. */
  readonly nowMs: number
}

type Result = EvidenceRecord['predicate']['result']

const resultOf = { approved: 'pass', pending: 'fail', refused: 'fail', 'not-determined': 'not-determined' } as const

/** A change counts for a control only if it was approved and its approvers were not its deployers. */
function resultOfChange({ verdict, separation }: Pick<ChangeMerged['data'], 'verdict' | 'separation'>): Result {
  if (resultOf[verdict] === 'fail' || separation === 'fail') return 'fail'
  return verdict === 'approved' && separation !== 'not-determined' ? 'pass' : 'not-determined'
}

const attached = (facts: Attachment): readonly EvidenceAttachmentRef[] => [
  { name: 'facts.json', sha256: facts.sha256, mediaType: 'application/json', size: facts.bytes.length },
]

/**
 * A verdict on a pull request.
 *
 * @param newestEvent id and time of the newest event of the forge that the verdict rests on. Never the time of this run:
 * the same verdict, reached twice, must be the same record.
 */
export function changeDecisionRecord(
  data: ChangeDecision['data'],
  facts: Attachment,
  newestEvent: { readonly id: string; readonly atMs: number },
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  return makeRecord(
    {
      kind: 'change.decision',
      key: keyOf.decision(repositoryId, data.pull, data.headSha, data.decisionDigest, newestEvent.id),
      actor: { id: null, login: null },
      occurredAt: toMoment(newestEvent.atMs),
      recordedAt: toMoment(nowMs),
      producer,
      result: resultOf[data.verdict],
      attachments: attached(facts),
      data,
    },
    address,
    data.headSha,
  )
}

export function changeMergedRecord(
  data: ChangeMerged['data'],
  facts: Attachment,
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  return makeRecord(
    {
      kind: 'change.merged',
      key: keyOf.merged(repositoryId, data.pull),
      actor: data.mergedBy ?? { id: null, login: null },
      occurredAt: data.mergedAt,
      recordedAt: toMoment(nowMs),
      producer,
      result: resultOfChange(data),
      attachments: attached(facts),
      data,
    },
    address,
    data.mergeSha,
  )
}

/** @param deploymentId id of the deployment at the forge */
export function deploymentRecord(
  data: Deployment['data'],
  deploymentId: string,
  facts: Attachment,
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  const [first] = data.deployers
  return makeRecord(
    {
      kind: 'deployment',
      key: keyOf.deployment(repositoryId, deploymentId),
      actor: first === undefined ? { id: null, login: null } : { id: first.id, login: first.login },
      occurredAt: data.createdAt,
      recordedAt: toMoment(nowMs),
      producer,
      result: resultOfChange(data),
      attachments: attached(facts),
      data,
    },
    address,
    data.sha,
  )
}
