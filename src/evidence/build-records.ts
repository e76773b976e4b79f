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
import { fitsLine, makeRecord, toLine, toMoment } from './record.ts'

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

/** What a verdict on a pull request rests on, and what was decided. */
export interface DecisionAttachments {
  readonly facts: Attachment
  readonly decision: Attachment
}

export const attached = (name: string, { sha256, bytes }: Attachment): EvidenceAttachmentRef => ({
  name,
  sha256,
  mediaType: 'application/json',
  size: bytes.length,
})

const attachedDecision = ({ facts, decision }: DecisionAttachments): readonly EvidenceAttachmentRef[] => [
  attached('facts.json', facts),
  attached('decision.json', decision),
]

/** Lists that strangers can lengthen, for example by reviewing; what is cut stands in the attached facts. */
const LIST_LIMITS = [1000, 400, 200, 100, 50, 20, 5, 0]

/**
 * The record with lists as long as fit a line. Without this, whoever makes a list long enough would keep a change out of
 * the log.
 *
 * @throws RecordRefused where even empty lists do not help
 */
function fitted(make: (limit: number) => EvidenceRecord): EvidenceRecord {
  for (const limit of LIST_LIMITS) {
    const record = make(limit)
    if (limit === 0 || fitsLine(record)) {
      toLine(record)
      return record
    }
  }
  throw new RangeError('no limit was tried')
}

const hasMore = (count: number) => `${count} more are in the attached facts`

function cutReasons(reasons: readonly string[], limit: number): readonly string[] {
  const kept = reasons.slice(0, limit)
  return kept.length === reasons.length ? reasons : [...kept, hasMore(reasons.length - kept.length)]
}

function cutNotCounted(rows: ChangeMerged['data']['notCounted'], limit: number): ChangeMerged['data']['notCounted'] {
  const kept = rows.slice(0, limit)
  return kept.length === rows.length
    ? rows
    : [...kept, { id: null, login: null, reason: hasMore(rows.length - kept.length) }]
}

function cutChanges(data: Deployment['data'], limit: number): Deployment['data'] {
  const changes = data.changes.slice(0, limit)
  const cut = data.changes.length - changes.length
  // Room for two lines more below the two hundred that a record may have.
  const reasons = cutReasons(data.reasons, Math.min(limit, 198))
  return { ...data, changes, reasons: cut === 0 ? reasons : [...reasons, `of the changes ${hasMore(cut)}`] }
}

/**
 * A verdict on a pull request.
 *
 * @param newestEvent id and time of the newest event of the forge that the verdict rests on. Never the time of this run:
 * the same verdict, reached twice, must be the same record.
 */
export function changeDecisionRecord(
  data: ChangeDecision['data'],
  made: DecisionAttachments,
  newestEvent: { readonly id: string; readonly atMs: number },
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  return fitted((limit) =>
    makeRecord(
      {
        kind: 'change.decision',
        key: keyOf.decision(repositoryId, data.pull, data.headSha, data.decisionDigest, newestEvent.id),
        actor: { id: null, login: null },
        occurredAt: toMoment(newestEvent.atMs),
        recordedAt: toMoment(nowMs),
        producer,
        result: resultOf[data.verdict],
        attachments: attachedDecision(made),
        data: { ...data, notCounted: cutNotCounted(data.notCounted, limit) },
      },
      address,
      data.headSha,
    ),
  )
}

export function changeMergedRecord(
  data: ChangeMerged['data'],
  made: DecisionAttachments,
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  return fitted((limit) =>
    makeRecord(
      {
        kind: 'change.merged',
        key: keyOf.merged(repositoryId, data.pull),
        actor: data.mergedBy ?? { id: null, login: null },
        occurredAt: data.mergedAt,
        recordedAt: toMoment(nowMs),
        producer,
        result: resultOfChange(data),
        attachments: attachedDecision(made),
        data: {
          ...data,
          notCounted: cutNotCounted(data.notCounted, limit),
          reasons: cutReasons(data.reasons, limit),
        },
      },
      address,
      data.mergeSha,
    ),
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
  return fitted((limit) =>
    makeRecord(
      {
        kind: 'deployment',
        key: keyOf.deployment(repositoryId, deploymentId),
        actor: first === undefined ? { id: null, login: null } : { id: first.id, login: first.login },
        occurredAt: data.createdAt,
        recordedAt: toMoment(nowMs),
        producer,
        result: resultOfChange(data),
        attachments: [attached('facts.json', facts)],
        data: cutChanges(data, limit),
      },
      address,
      data.sha,
    ),
  )
}
