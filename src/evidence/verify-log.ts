import type { EvidenceRecord } from '../model/evidence.ts'
import { type AnchorCheck, anchorChecker } from './anchor-check.ts'
import { AttachmentLedger } from './attachment-ledger.ts'
import { checkPins, type Pin, type PinCheck, sizesOf } from './check-pins.ts'
import { checkTrust, type TrustCheck, type TrustedParties, untrusted } from './check-trust.ts'
import { type Checkpoint, type CheckpointNote, parseCheckpoint } from './checkpoint.ts'
import { parseEdge } from './edge-file.ts'
import { locateChange } from './locate-change.ts'
import { Listed, type LogFinding, type LogFindingCode, type LogWarning, type LogWarningCode } from './log-finding.ts'
import { type RightEdge, rootOf, sameEdge } from './merkle.ts'
import { RecordsReader } from './read-records.ts'
import type { Latest } from './recent-past.ts'
import { linesPerSegment, segmentPath } from './segments.ts'
import type { Certificate } from './time-stamp/certificate.ts'
import { fixedFiles, type LogFile, layOut, shippedFiles, type TreeEntry } from './tree-layout.ts'

/** What the reader of a log knows from elsewhere. Nothing in here comes from the log. */
export interface Expectations extends TrustedParties {
  readonly pins: readonly Pin[]
  /** What the log was at earlier commits; held against it like pins, and not listed. */
  readonly history?: readonly Pin[]
  /** Certificates of authorities that may say when something existed; default none: their receipts are not checked. */
  readonly authorities?: readonly Certificate[]
}

/** One record of ours with its place in the log. */
export interface LogEntry {
  readonly index: number
  /** 32 bytes. */
  readonly leafHash: Buffer
  readonly record: EvidenceRecord
}

export interface LogVerification extends TrustCheck {
  /** Empty: every byte of the tree is accounted for. At most 100 are listed. */
  readonly findings: readonly LogFinding[]
  readonly moreFindings: number
  /** What a reader should know although nothing is wrong. At most 100 are listed. */
  readonly warnings: readonly LogWarning[]
  readonly moreWarnings: number
  readonly origin: string | null
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly mode: 'signed' | 'local-unsigned' | null
  readonly pins: readonly PinCheck[]
  /** Of every `anchor.recorded`, in the order of the log. */
  readonly anchors: readonly AnchorCheck[]
  /** Of all records of ours the one that says it was recorded last. */
  readonly latest: Latest | null
  /** Statements of other tools: hashed, not read. */
  readonly foreign: number
  readonly attachments: number
}

/** A log that was read whole: the result, and what an append needs. */
export interface VerifiedHead {
  readonly verification: LogVerification
  readonly edge: RightEdge
  /** Text of the checkpoint file. */
  readonly note: string
  /** The last segment as stored. */
  readonly lastSegment: Buffer
}

/** The same with the records. One whose key was there before is left out. */
export interface VerifiedLog extends VerifiedHead {
  readonly entries: readonly LogEntry[]
}

export interface LogVerifier {
  /** Paths to hand over, in this order. */
  readonly order: readonly string[]
  /** Takes one file; undefined where it is larger than anything a log has. */
  take(path: string, bytes: Buffer | undefined): void
  /** Paths to hand over once more after that, in this order: records there have the keys of others. Mostly none. */
  again(): readonly string[]
  takeAgain(path: string, bytes: Buffer): void
  finish(): VerifiedHead
}

/** Is given records as they are read, while nothing is known yet about the log being whole or signed. */
export type VisitEntry = (entry: LogEntry) => void

/**
 * Verifies a whole log: that every byte of its tree is covered by checkpoint, edge, records and their attachments, that
 * somebody trusted signed it, and that it continues what was pinned. Holds one file at a time, and of a record some 50 bytes.
 * Never throws for what is stored.
 *
 * @param tree every entry of the commit's tree, folders included
 * @param visit is given the records that keep the contract, in order; of those with the same key the first only
 */
export function logVerifier(tree: readonly TreeEntry[], expected: Expectations, visit?: VisitEntry): LogVerifier {
  const findings = new Listed<LogFindingCode>()
  const warnings = new Listed<LogWarningCode>()
  const report = findings.add
  const { files, strangers } = layOut(tree)
  for (const { path, why } of strangers) report('E_PATH', path, why)
  const byPath = new Map(files.map((file) => [file.path, file]))
  const ledger = new AttachmentLedger(report)
  const wantedRoots = sizesOf([...expected.pins, ...(expected.history ?? [])])
  const anchors = anchorChecker(expected.authorities ?? [], expected.keys, (code, index, message) =>
    report(code, segmentPath(Math.floor(index / linesPerSegment)), message, index),
  )
  const records = new RecordsReader(findings, warnings, ledger, wantedRoots, anchors.leaf, (index, leaf, record) => {
    const { predicate } = record
    anchors.record(index, predicate.recordedAt, predicate.kind === 'anchor.recorded' ? predicate : undefined)
    visit?.({ index, leafHash: Buffer.from(leaf, 'latin1'), record })
  })
  let storedEdge: RightEdge | undefined
  let noteText = ''
  let note: CheckpointNote | undefined

  function take(path: string, bytes: Buffer | undefined) {
    const file = byPath.get(path)
    if (file === undefined) throw new RangeError(`${path} was not asked for`)
    if (bytes === undefined && file.kind !== 'segment' && file.kind !== 'shipped')
      report(tooLarge[file.kind], path, 'larger than any file of a log')
    if (file.kind === 'segment') records.take(file, bytes)
    else if (file.kind === 'attachment') {
      const sound = ledger.take(file, bytes)
      if (sound !== undefined) anchors.attachment(file.sha256, sound)
    } else if (file.kind === 'shipped') {
      if (bytes?.equals(Buffer.from(file.content)) !== true) warnShipped(path, 'not the one that this version ships')
    } else if (bytes === undefined) return
    else if (file.kind === 'fixed') {
      if (!bytes.equals(Buffer.from(file.content)))
        report('E_PATH', path, 'the content is not the one this file always has')
    } else if (file.kind === 'edge') {
      storedEdge = parseEdge(bytes.toString('latin1'))
      if (storedEdge === undefined) report('E_EDGE', path, 'not a list of subtree hashes')
    } else {
      noteText = bytes.toString('utf8')
      note = parseCheckpoint(noteText)
      if (note === undefined || !bytes.equals(Buffer.from(noteText))) report('E_CHECKPOINT', path, 'not a checkpoint')
    }
  }

  function warnShipped(path: string, what: string) {
    warnings.add(path === 'verify.py' ? 'W_VERIFIER' : 'W_README', path, what)
  }

  function takeAgain(path: string, bytes: Buffer) {
    const file = byPath.get(path)
    if (file?.kind !== 'segment') throw new RangeError(`${path} was not asked for`)
    records.takeAgain(file, bytes)
  }

  function finish(): VerifiedHead {
    records.finish()
    for (const path of [...fixedFiles.keys(), 'edge', 'checkpoint'])
      if (!byPath.has(path))
        report(path === 'edge' ? 'E_EDGE' : path === 'checkpoint' ? 'E_CHECKPOINT' : 'E_PATH', path, 'missing')
    for (const path of shippedFiles.keys()) if (!byPath.has(path)) warnShipped(path, 'missing')
    ledger.reportMissing()
    const { birth, edge, lastBytes } = records
    if (note !== undefined && records.isWhole) compareWithCheckpoint(note.checkpoint, edge)
    const trust = note === undefined ? untrusted : checkTrust(note, birth, expected, report)
    const roots = records.isWhole ? records.roots : undefined
    const pinned = note === undefined ? undefined : checkPins(expected.pins, note.checkpoint, roots, expected)
    const past = note && checkPins(expected.history ?? [], note.checkpoint, roots, atAnySize(expected))
    for (const found of [pinned, past])
      for (const { code, file, message } of found?.findings ?? []) report(code, file, message)
    const verification: LogVerification = {
      findings: findings.items,
      moreFindings: findings.more,
      warnings: warnings.items,
      moreWarnings: warnings.more,
      origin: note?.checkpoint.origin ?? null,
      size: edge.size,
      root: rootOf(edge).toString('hex'),
      mode: birth?.data.mode ?? null,
      ...trust,
      pins: pinned?.checks ?? expected.pins.map(({ source }) => ({ source, size: null, outcome: 'not-checked' })),
      ...anchors.finish(note?.checkpoint.origin, records.isWhole ? edge.size : undefined),
      foreign: records.foreign,
      attachments: ledger.count,
    }
    // A copy: the slice would keep all that was read with it in memory.
    return { verification, edge, note: noteText, lastSegment: Buffer.from(lastBytes) }
  }

  function compareWithCheckpoint({ size, root }: Checkpoint, edge: RightEdge) {
    if (size !== edge.size)
      report(
        'E_SIZE',
        // Two of three agreeing convict the third.
        storedEdge?.size === edge.size ? 'checkpoint' : records.lastPath,
        `the log has ${edge.size} records, its checkpoint says ${size}`,
      )
    else if (!rootOf(edge).equals(root)) {
      const { file, where } = locateChange(edge, storedEdge, root)
      report('E_ROOT', file, where)
    } else if (storedEdge !== undefined && !sameEdge(edge, storedEdge))
      report('E_EDGE', 'edge', 'not the right edge of the records, though these fit the checkpoint')
  }

  return {
    order: files.toSorted(readingOrder).map(({ path }) => path),
    take,
    again: () => records.again().map(segmentPath),
    takeAgain,
    finish,
  }
}

/** An earlier head that the present one continues is vouched for by that: a key that was taken away since does not spoil it. */
const atAnySize = ({ keys, ...rest }: Expectations): Expectations => ({
  ...rest,
  keys: keys.map(({ name, id, publicKey }) => ({ name, id, publicKey })),
})

const tooLarge = {
  attachment: 'E_ATTACHMENT',
  edge: 'E_EDGE',
  checkpoint: 'E_CHECKPOINT',
  fixed: 'E_PATH',
} as const satisfies Record<Exclude<LogFile['kind'], 'segment' | 'shipped'>, LogFindingCode>

const rank = { segment: 0, fixed: 1, shipped: 1, edge: 2, checkpoint: 3, attachment: 4 } as const

/** Records first, because all else is compared with them; segments by number, which is not the order of their names. */
function readingOrder(one: LogFile, other: LogFile): number {
  if (rank[one.kind] !== rank[other.kind]) return rank[one.kind] - rank[other.kind]
  if (one.kind === 'segment' && other.kind === 'segment') return one.index - other.index
  return one.path < other.path ? -1 : 1
}
