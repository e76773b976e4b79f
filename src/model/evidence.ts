/** Records of the evidence log as types; generated from `schemas/evidence-record.json`, the published contract. */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type EvidenceRecord = DeepReadonly<made.EvidenceRecord>
export type EvidencePredicate = EvidenceRecord['predicate']
type EvidenceKind = EvidencePredicate['kind']
export type PredicateOfKind<K extends EvidenceKind> = Extract<EvidencePredicate, { readonly kind: K }>
export type EvidenceAccount = DeepReadonly<made.EvidenceAccount>
export type EvidenceProducer = DeepReadonly<made.EvidenceProducer>
export type EvidenceAttachmentRef = DeepReadonly<made.EvidenceAttachmentRef>
export type EvidencePayloadRef = DeepReadonly<made.EvidencePayloadRef>
export type LogCreated = DeepReadonly<made.LogCreated>
export type ChangeDecision = DeepReadonly<made.ChangeDecision>
export type ChangeMerged = DeepReadonly<made.ChangeMerged>
export type Deployment = DeepReadonly<made.Deployment>
export type ChangeUnreviewed = DeepReadonly<made.ChangeUnreviewed>
export type AuditWindow = DeepReadonly<made.AuditWindow>
export type AnchorRecorded = DeepReadonly<made.AnchorRecorded>
