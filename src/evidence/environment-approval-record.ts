import type { EvidenceAccount, EvidenceAttachmentRef, EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import type { RecordContext } from './build-records.ts'
import { keyOf } from './natural-key.ts'
import { makeRecord, toMoment } from './record.ts'

/** An answer to the request of an environment, as the forge has it. */
export interface EnvironmentAnswer extends Omit<PredicateOfKind<'environment.approval'>['data'], 'selfApproved'> {
  /** Who answered; null for an account that was deleted. */
  readonly by: EvidenceAccount | null
  /** Whether who answered had started the run; null where it is not known. */
  readonly selfApproved: boolean | null
  /** Attempt of the run, from 1. */
  readonly attempt: number
  /** When the deployment was requested. The forge does not say when it was answered: not before. */
  readonly requestedAtMs: number
}

/**
 * Somebody let a run into an environment, or did not. An approval speaks for separation of duties where it is known that
 * somebody else had started the run; that somebody said no speaks for itself.
 */
export function environmentApprovalRecord(
  { by, attempt, requestedAtMs, ...data }: EnvironmentAnswer,
  attachments: readonly EvidenceAttachmentRef[],
  { repositoryId, address, producer, nowMs }: RecordContext,
): EvidenceRecord {
  const { environment, runId, state, sha, selfApproved } = data
  // Of a later attempt other people may have started the same run: that is another fact.
  const which = attempt === 1 ? state : `${state}/${attempt}`
  return makeRecord(
    {
      kind: 'environment.approval',
      key: keyOf.environmentApproval(repositoryId, runId, environment, by?.id ?? 'unknown', which),
      actor: by ?? { id: null, login: null },
      occurredAt: toMoment(requestedAtMs),
      recordedAt: toMoment(nowMs),
      producer,
      result:
        state === 'rejected' || by === null
          ? 'none'
          : selfApproved === null
            ? 'not-determined'
            : selfApproved
              ? 'fail'
              : 'pass',
      attachments,
      data,
    },
    address,
    sha,
  )
}
