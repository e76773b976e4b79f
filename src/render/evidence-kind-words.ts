import type { Control, EvidenceRequirement } from '../model/records.ts'

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

/** Sorts of evidence that a control asks for, as words, sorted. */
export const evidenceKindsOf = ({ evidence = [], manualEvidence = [] }: Control): readonly string[] =>
  [
    ...new Set([
      ...evidence.map(({ records }) => kindWords[records.kind]),
      ...(manualEvidence.length > 0 ? [kindWords.attestation] : []),
    ]),
  ].sort()
