import type { SignerKey } from '../evidence/note-key.ts'
import type { Damage, RepairPlan } from '../evidence/plan-repair.ts'
import type { Expectations } from '../evidence/verify-log.ts'
import type { EvidenceRecord } from '../model/evidence.ts'

export interface RepairRequest {
  /** Full id of the commit that held the log when it was good. */
  readonly goodCommit: string
  readonly expected: Expectations
  readonly signer: SignerKey | undefined
  readonly toRecord: (damage: Damage) => EvidenceRecord
}

export type RepairOutcome =
  | { readonly kind: 'repaired'; readonly commit: string; readonly damage: Damage; readonly size: number }
  | Exclude<RepairPlan, { readonly kind: 'write' }>
  /** There is no evidence branch. */
  | { readonly kind: 'no-log' }
  /** One of the two states could not be read. */
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'not-appended'; readonly why: string }

/** Puts a good state of the log in the place of a bad one, by a new commit on top of it. */
export interface LogRepair {
  /** @throws RecordRefused */
  repair(request: RepairRequest): Promise<RepairOutcome>
}
