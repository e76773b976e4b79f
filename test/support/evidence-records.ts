import { type Attachment, toAttachment } from '../../src/evidence/attachments.ts'
import { emptyTip, type GrownLog, growLog } from '../../src/evidence/grow-log.ts'
import { keyOf } from '../../src/evidence/natural-key.ts'
import type { SignerKey } from '../../src/evidence/note-key.ts'
import { makeRecord } from '../../src/evidence/record.ts'
import { type Expectations, type LogEntry, logVerifier, type VerifiedLog } from '../../src/evidence/verify-log.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'

export const repository = 'git+https://github.com/acme/shop'
export const origin = 'github.com/acme/shop/evidence'
export const commitId = (seed: number) => seed.toString(16).padStart(40, '0')
const producer = { tool: 'countersign/0.1.0', run: 'github:1/1' }

export function logCreated(mode: 'signed' | 'local-unsigned', of = origin, vkey: string | null = null): EvidenceRecord {
  return makeRecord(
    {
      kind: 'log.created',
      key: keyOf.logCreated(),
      actor: { id: null, login: null },
      occurredAt: '2026-01-05T09:00:00Z',
      recordedAt: '2026-01-05T09:00:00Z',
      producer,
      result: 'none',
      attachments: [],
      data: {
        origin: of,
        mode,
        vkey,
        repository: { id: 'R_1', name: 'acme/shop' },
        protectedBranch: 'main',
        baseline: commitId(1),
      },
    },
    repository,
    commitId(1),
  )
}

/** A record without attachment; two with the same number have the same key. */
export function unreviewed(
  number: number,
  reason = 'pushed without a pull request',
  run = 'github:1/1',
): EvidenceRecord {
  return makeRecord(
    {
      kind: 'change.unreviewed',
      key: keyOf.unreviewed('R_1', commitId(number)),
      actor: { id: '10001', login: 'alice' },
      occurredAt: '2026-01-06T09:00:00Z',
      recordedAt: '2026-01-06T09:05:00Z',
      producer: { ...producer, run },
      result: 'fail',
      attachments: [],
      data: {
        commit: commitId(number),
        branch: 'main',
        pull: null,
        committer: { id: '10001', login: 'alice' },
        reason,
        committedAt: '2026-01-06T09:00:00Z',
      },
    },
    repository,
    commitId(number),
  )
}

export const facts = (number: number): Attachment => toAttachment(`{"number":${number}}\n`)

/** A merged and approved pull request with its facts attached. */
export function merged(number: number, landed: readonly string[] = [commitId(number)]): EvidenceRecord {
  const { sha256, bytes } = facts(number)
  const data = {
    pull: number,
    title: 'A change',
    headSha: commitId(number + 5000),
    mergeSha: commitId(number),
    landed,
    baseRef: 'main',
    baseShaBefore: commitId(1),
    mergedAt: '2026-01-06T09:00:00Z',
    mergedBy: { id: '10002', login: 'bob' },
    method: 'squash',
    verdict: 'approved',
    decisionDigest: sha256,
    factsDigest: sha256,
    engine: 'countersign/0.1.0',
    author: { id: '10001', login: 'alice' },
    counted: [],
    notCounted: [],
    changeRequests: [],
    category: null,
    emergencyReviewDue: null,
    separation: 'pass',
    reasons: [],
  } as const
  return makeRecord(
    {
      kind: 'change.merged',
      key: keyOf.merged('R_1', number),
      actor: { id: '10002', login: 'bob' },
      occurredAt: '2026-01-06T09:00:00Z',
      recordedAt: '2026-01-06T09:05:00Z',
      producer,
      result: 'pass',
      attachments: [{ name: 'facts.json', sha256, mediaType: 'application/json', size: bytes.length }],
      data,
    },
    repository,
    commitId(number),
  )
}

/** The files of a log, as paths and bytes; all of mode 100644. */
export type LogFiles = ReadonlyMap<string, Buffer>

export function logOf(
  batches: readonly (readonly EvidenceRecord[])[],
  signer: SignerKey | undefined,
  attachments: readonly Attachment[] = [],
  of = origin,
): { files: LogFiles; grown: GrownLog } {
  let tip = emptyTip(of)
  const files = new Map<string, Buffer>()
  let grown: GrownLog | undefined
  for (const batch of batches) {
    grown = growLog(tip, batch, attachments, signer)
    for (const [path, bytes] of grown.files) files.set(path, bytes)
    const last =
      [...files.keys()]
        .filter((path) => path.startsWith('entries/'))
        .sort()
        .at(-1) ?? ''
    tip = { origin: of, edge: grown.edge, lastSegment: files.get(last) ?? Buffer.alloc(0) }
  }
  if (grown === undefined) throw new RangeError('no batch')
  return { files, grown }
}

export function verifyFiles(
  files: LogFiles,
  expected: Partial<Expectations> = {},
  modes: ReadonlyMap<string, string> = new Map(),
): VerifiedLog {
  const tree = [...files.keys()].map((path) => ({ path, mode: modes.get(path) ?? '100644' }))
  const entries: LogEntry[] = []
  const verifier = logVerifier(tree, { keys: [], pins: [], ...expected }, (entry) => entries.push(entry))
  for (const path of verifier.order) verifier.take(path, files.get(path))
  for (const path of verifier.again()) verifier.takeAgain(path, files.get(path) ?? Buffer.alloc(0))
  return { ...verifier.finish(), entries }
}
