import type { EvidenceRecord } from '../model/evidence.ts'
import { type Attachment, attachmentPath } from './attachments.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { formatEdge } from './edge-file.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from './merkle.ts'
import type { SignerKey } from './note-key.ts'
import { sameBody, toLine } from './record.ts'
import { linesPerSegment, segmentPath } from './segments.ts'
import { fixedFiles, shippedFiles } from './tree-layout.ts'
import type { LogEntry } from './verify-log.ts'

/** The end of a log, as far as an append needs it. */
export interface LogTip {
  readonly origin: string
  readonly edge: RightEdge
  /** The last segment as stored, also where it is full; empty for a log without records. */
  readonly lastSegment: Buffer
}

export const emptyTip = (origin: string): LogTip => ({ origin, edge: emptyEdge, lastSegment: Buffer.alloc(0) })

export interface AppendedRecord {
  readonly key: string
  readonly index: number
  /** 32 bytes. */
  readonly leafHash: Buffer
}

/** A log after an append: the files to write; all others stay as they are. */
export interface GrownLog {
  readonly files: ReadonlyMap<string, Buffer>
  readonly appended: readonly AppendedRecord[]
  readonly edge: RightEdge
  /** Text of the new checkpoint. */
  readonly note: string
}

/**
 * Adds records at the end of a log. Needs the right edge and the last segment only, whatever the size of the log.
 *
 * @param records at least one; none of them in the log already
 * @throws RecordRefused
 */
export function growLog(
  tip: LogTip,
  records: readonly EvidenceRecord[],
  attachments: readonly Attachment[],
  signer: SignerKey | undefined,
): GrownLog {
  const files = new Map<string, Buffer>()
  if (tip.edge.size === 0) for (const [path, content] of fixedFiles) files.set(path, Buffer.from(content))
  // Each time: those of an older version are replaced, and so are changed ones.
  for (const [path, content] of shippedFiles) files.set(path, Buffer.from(content))
  let edge = tip.edge
  const appended: AppendedRecord[] = []
  let segment = edge.size % linesPerSegment === 0 ? [] : [tip.lastSegment]
  for (const record of records) {
    const line = Buffer.from(toLine(record))
    const leafHash = hashLeaf(line)
    const index = edge.size
    appended.push({ key: record.predicate.key, index, leafHash })
    if (index % linesPerSegment === 0) segment = []
    segment.push(line, Buffer.of(10))
    edge = appendLeaf(edge, leafHash)
    if (edge.size % linesPerSegment === 0)
      files.set(segmentPath(Math.floor(index / linesPerSegment)), Buffer.concat(segment))
  }
  if (edge.size % linesPerSegment !== 0)
    files.set(segmentPath(Math.floor(edge.size / linesPerSegment)), Buffer.concat(segment))
  const wanted = new Set(records.flatMap(({ predicate }) => predicate.attachments.map(({ sha256 }) => sha256)))
  for (const { sha256, bytes } of attachments) if (wanted.has(sha256)) files.set(attachmentPath(sha256), bytes)
  const note = formatCheckpoint({ origin: tip.origin, size: edge.size, root: rootOf(edge) }, signer)
  files.set('edge', Buffer.from(formatEdge(edge)))
  files.set('checkpoint', Buffer.from(note))
  return { files, appended, edge, note }
}

/** What of a batch a log does not have yet. */
export interface NewRecords {
  readonly fresh: readonly EvidenceRecord[]
  /** Already there and saying the same. */
  readonly present: readonly AppendedRecord[]
  /** Already there and saying something else; the log is right, because it was first. */
  readonly conflicts: readonly { readonly key: string; readonly index: number | null }[]
}

/** Drops from a batch what is in the log already: a job that runs twice, or lost a race after its push arrived. */
export function withoutPresent(entries: readonly LogEntry[], batch: readonly EvidenceRecord[]): NewRecords {
  const asked = new Set(batch.map(({ predicate }) => predicate.key))
  const inLog = new Map<string, LogEntry>()
  for (const entry of entries) {
    const { key } = entry.record.predicate
    if (asked.has(key) && !inLog.has(key)) inLog.set(key, entry)
  }
  const inBatch = new Map<string, EvidenceRecord>()
  const present: AppendedRecord[] = []
  const conflicts: { key: string; index: number | null }[] = []
  for (const record of batch) {
    const { key } = record.predicate
    const entry = inLog.get(key)
    const twin = entry?.record ?? inBatch.get(key)
    if (twin === undefined) inBatch.set(key, record)
    else if (!sameBody(twin, record)) conflicts.push({ key, index: entry?.index ?? null })
    else if (entry !== undefined) present.push({ key, index: entry.index, leafHash: entry.leafHash })
  }
  return { fresh: [...inBatch.values()], present, conflicts }
}
