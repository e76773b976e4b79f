import type { LogRecord } from '../model/log-record.ts'
import type { Control, EvidenceRequirement } from '../model/records.ts'

/** Records that a control may ask for, as words; more than one. */
const kindWords: Readonly<Record<EvidenceRequirement['records']['kind'], string>> = {
  'change.decision': 'decisions of the gate',
  'change.merged': 'merged pull requests',
  'change.unreviewed': 'commits around review, of which there must be none',
  deployment: 'deployments',
  'audit.window': 'audits of the protected branch',
  'collection.window': 'readings of datasets',
  'scan.result': 'results of scans',
  'test.result': 'results of tests',
  'coverage.result': 'test coverage',
  'statement.imported': 'statements of other tools',
  attestation: 'statements of persons',
  'environment.approval': 'decisions about environments',
  'role.changed': 'changes of roles',
  'anchor.recorded': 'anchors of the log',
}

const everyKind: Readonly<Record<LogRecord['kind'], string>> = {
  ...kindWords,
  'log.created': 'beginnings of the log',
  'key.rotated': 'changes of the key of the log',
  'key.revoked': 'revocations of keys of the log',
  correction: 'corrections',
  'sample.drawn': 'samples',
  'payload.disposed': 'disposals of payloads',
  'log.repaired': 'repairs of the log',
  'log.closed': 'ends of the log',
}

/** Records of a kind, as words: `merged pull requests`. */
export const wordsOfKind = (kind: LogRecord['kind']): string => everyKind[kind]

/** Sorts of evidence that a control asks for, as words, sorted. */
export const evidenceKindsOf = ({ evidence = [], manualEvidence = [] }: Control): readonly string[] =>
  [
    ...new Set([
      ...evidence.map(({ records }) => kindWords[records.kind]),
      ...(manualEvidence.length > 0 ? [kindWords.attestation] : []),
    ]),
  ].sort()
