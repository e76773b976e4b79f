import type { EvidenceRecord } from '../model/evidence.ts'
import { sha256Hex } from './attachments.ts'
import { checkPins, type Pin, type PinCheck, sizesOf } from './check-pins.ts'
import { checkTrust, type TrustCheck, type TrustedParties, untrusted } from './check-trust.ts'
import { type CheckpointNote, parseCheckpoint } from './checkpoint.ts'
import { parseEdge } from './edge-file.ts'
import { locateChange } from './locate-change.ts'
import type { LogFinding, LogFindingCode } from './log-finding.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from './merkle.ts'
import { readLine } from './record.ts'
import { linesPerSegment, readSegment, segmentPath } from './segments.ts'
import { fixedFiles, type LogFile, layOut, type TreeEntry } from './tree-layout.ts'

/** What the reader of a log knows from elsewhere. Nothing in here comes from the log. */
export interface Expectations extends TrustedParties {
  readonly pins: readonly Pin[]
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
  readonly origin: string | null
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly mode: 'signed' | 'local-unsigned' | null
  readonly pins: readonly PinCheck[]
  /** Statements of other tools: hashed, not read. */
  readonly foreign: number
  readonly attachments: number
}

/** A log that was read whole: the result, what an append needs, and the records. */
export interface VerifiedLog {
  readonly verification: LogVerification
  readonly edge: RightEdge
  /** Text of the checkpoint file. */
  readonly note: string
  /** The last segment as stored. */
  readonly lastSegment: Buffer
  readonly entries: readonly LogEntry[]
}

export interface LogVerifier {
  /** Paths to hand over, in this order. */
  readonly order: readonly string[]
  /** Takes one file; undefined where it is larger than anything a log has. */
  take(path: string, bytes: Buffer | undefined): void
  finish(): VerifiedLog
}

const MAX_FINDINGS = 100

/**
 * Verifies a whole log: that every byte of its tree is covered by checkpoint, edge, records and their attachments, that
 * somebody trusted signed it, and that it continues what was pinned. Never throws for what is stored.
 *
 * @param tree every entry of the commit's tree, folders included
 */
export function logVerifier(tree: readonly TreeEntry[], expected: Expectations): LogVerifier {
  const findings: LogFinding[] = []
  let moreFindings = 0
  const report = (code: LogFindingCode, file: string, message: string, index?: number) => {
    if (findings.length < MAX_FINDINGS)
      findings.push({ code, file, message, ...(index === undefined ? {} : { index }) })
    else moreFindings += 1
  }

  const { files, strangers } = layOut(tree)
  for (const { path, why } of strangers) report('E_PATH', path, why)
  const byPath = new Map(files.map((file) => [file.path, file]))
  const order = files.toSorted(readingOrder).map(({ path }) => path)

  let edge = emptyEdge
  let nextSegment = 0
  // Once a segment is missing or cut, the index of what follows is not known and roots say nothing.
  let whole = true
  let lastSegment = 'entries'
  let lastBytes: Buffer = Buffer.alloc(0)
  let foreign = 0
  const entries: LogEntry[] = []
  const indexOfKey = new Map<string, number>()
  const wantedRoots = sizesOf(expected.pins)
  const roots = new Map<number, Buffer>([[0, rootOf(emptyEdge)]])
  let storedEdge: RightEdge | undefined
  let noteText = ''
  let note: CheckpointNote | undefined
  const referenced = new Map<string, { index: number; size: number }>()
  const stored = new Set<string>()

  function takeSegment(file: Extract<LogFile, { kind: 'segment' }>, bytes: Buffer) {
    for (; nextSegment < file.index; nextSegment += 1) {
      report('E_SEGMENT', segmentPath(nextSegment), 'missing, though later ones are there')
      whole = false
      // A gap of millions would be as many findings.
      if (moreFindings > 0) break
    }
    nextSegment = file.index + 1
    if (edge.size !== file.index * linesPerSegment && whole) {
      report('E_SEGMENT', lastSegment, `fewer than ${linesPerSegment} lines, though it is not the last segment`)
      whole = false
    }
    lastSegment = file.path
    lastBytes = bytes
    const segment = readSegment(bytes)
    if (!segment.ok) {
      report('E_SEGMENT', file.path, segment.why)
      whole = false
      return
    }
    for (const [position, line] of segment.lines.entries())
      takeLine(file, file.index * linesPerSegment + position, line)
  }

  function takeLine(file: LogFile, index: number, line: Buffer) {
    const leafHash = hashLeaf(line)
    edge = appendLeaf(edge, leafHash)
    if (wantedRoots.has(edge.size)) roots.set(edge.size, rootOf(edge))
    const reading = readLine(line)
    if (reading.kind === 'foreign') foreign += 1
    else if (reading.kind === 'bad') report('E_SCHEMA', file.path, `record ${index}: ${reading.why}`, index)
    else takeRecord(file, index, leafHash, reading.record)
    if (index === 0 && !(reading.kind === 'record' && reading.record.predicate.kind === 'log.created'))
      report('E_SCHEMA', file.path, 'record 0 is not log.created', 0)
  }

  function takeRecord(file: LogFile, index: number, leafHash: Buffer, record: EvidenceRecord) {
    const { predicate } = record
    entries.push({ index, leafHash, record })
    if (predicate.kind === 'log.created' && index > 0)
      report('E_SCHEMA', file.path, `record ${index} is log.created; only record 0 may be`, index)
    const before = indexOfKey.get(predicate.key)
    if (before === undefined) indexOfKey.set(predicate.key, index)
    else report('E_DUP', file.path, `records ${before} and ${index} have the same key ${predicate.key}`, index)
    for (const { sha256, size } of predicate.attachments) {
      const known = referenced.get(sha256)
      if (known === undefined) referenced.set(sha256, { index, size })
      else if (known.size !== size)
        report('E_ATTACHMENT', file.path, `records ${known.index} and ${index} give ${sha256} different sizes`, index)
    }
    const attaches = (digest: string) => predicate.attachments.some(({ sha256 }) => sha256 === digest)
    if ('factsDigest' in predicate.data && !attaches(predicate.data.factsDigest))
      report('E_ATTACHMENT', file.path, `record ${index} does not attach the facts it was decided on`, index)
    if ('decisionDigest' in predicate.data && !attaches(predicate.data.decisionDigest))
      report('E_ATTACHMENT', file.path, `record ${index} does not attach what was decided`, index)
  }

  function takeAttachment(file: Extract<LogFile, { kind: 'attachment' }>, bytes: Buffer) {
    stored.add(file.sha256)
    const reference = referenced.get(file.sha256)
    if (sha256Hex(bytes) !== file.sha256) report('E_ATTACHMENT', file.path, 'the content is not what the name says')
    else if (reference === undefined) report('E_ATTACHMENT', file.path, 'no record points to it')
    else if (reference.size !== bytes.length)
      report('E_ATTACHMENT', file.path, `${bytes.length} bytes; record ${reference.index} says ${reference.size}`)
  }

  function take(path: string, bytes: Buffer | undefined) {
    const file = byPath.get(path)
    if (file === undefined) throw new RangeError(`${path} was not asked for`)
    if (bytes === undefined) {
      const code = {
        segment: 'E_SEGMENT',
        attachment: 'E_ATTACHMENT',
        edge: 'E_EDGE',
        checkpoint: 'E_CHECKPOINT',
        fixed: 'E_PATH',
      } as const
      report(code[file.kind], path, 'larger than any file of a log')
      if (file.kind === 'segment') {
        whole = false
        nextSegment = file.index + 1
      }
      if (file.kind === 'attachment') stored.add(file.sha256)
      return
    }
    switch (file.kind) {
      case 'fixed':
        if (!bytes.equals(Buffer.from(file.content)))
          report('E_PATH', path, 'the content is not the one this file always has')
        return
      case 'segment':
        takeSegment(file, bytes)
        return
      case 'edge':
        storedEdge = parseEdge(bytes.toString('latin1'))
        if (storedEdge === undefined) report('E_EDGE', path, 'not a list of subtree hashes')
        return
      case 'checkpoint':
        noteText = bytes.toString('utf8')
        note = parseCheckpoint(noteText)
        if (note === undefined || !bytes.equals(Buffer.from(noteText))) report('E_CHECKPOINT', path, 'not a checkpoint')
        return
      case 'attachment':
        takeAttachment(file, bytes)
    }
  }

  function finish(): VerifiedLog {
    if (nextSegment === 0) report('E_SEGMENT', segmentPath(0), 'missing: a log has at least record 0')
    for (const path of [...fixedFiles.keys(), 'edge', 'checkpoint'])
      if (!byPath.has(path))
        report(path === 'edge' ? 'E_EDGE' : path === 'checkpoint' ? 'E_CHECKPOINT' : 'E_PATH', path, 'missing')
    for (const [sha256, { index }] of referenced)
      if (!stored.has(sha256))
        report(
          'E_ATTACHMENT',
          segmentPath(Math.floor(index / linesPerSegment)),
          `attachment ${sha256} of record ${index} is missing`,
          index,
        )
    const created = entries[0]?.index === 0 ? entries[0].record.predicate : undefined
    const birth = created?.kind === 'log.created' ? created : undefined
    if (note !== undefined) compareWithCheckpoint(note)
    const trust = note === undefined ? untrusted : checkTrust(note, birth, expected, report)
    const pinned =
      note === undefined ? undefined : checkPins(expected.pins, note.checkpoint, whole ? roots : undefined, expected)
    for (const finding of pinned?.findings ?? []) report(finding.code, finding.file, finding.message)
    const verification: LogVerification = {
      findings,
      moreFindings,
      origin: note?.checkpoint.origin ?? null,
      size: edge.size,
      root: rootOf(edge).toString('hex'),
      mode: birth?.data.mode ?? null,
      ...trust,
      pins: pinned?.checks ?? expected.pins.map(({ source }) => ({ source, size: null, outcome: 'not-checked' })),
      foreign,
      attachments: stored.size,
    }
    // A copy: the slice would keep all that was read with it in memory.
    return { verification, edge, note: noteText, lastSegment: Buffer.from(lastBytes), entries }
  }

  function compareWithCheckpoint({ checkpoint: { size, root } }: CheckpointNote) {
    if (!whole) return
    if (size !== edge.size)
      report(
        'E_SIZE',
        // Two of three agreeing convict the third.
        storedEdge?.size === edge.size ? 'checkpoint' : lastSegment,
        `the log has ${edge.size} records, its checkpoint says ${size}`,
      )
    else if (!rootOf(edge).equals(root)) {
      const { file, where } = locateChange(edge, storedEdge, root)
      report('E_ROOT', file, where)
    } else if (storedEdge !== undefined && !sameEdge(edge, storedEdge))
      report('E_EDGE', 'edge', 'not the right edge of the records, though these fit the checkpoint')
  }

  return { order, take, finish }
}

const rank = { segment: 0, fixed: 1, edge: 2, checkpoint: 3, attachment: 4 } as const

/** Records first, because all else is compared with them; segments by number, which is not the order of their names. */
function readingOrder(one: LogFile, other: LogFile): number {
  if (one.kind !== other.kind) return rank[one.kind] - rank[other.kind]
  if (one.kind === 'segment' && other.kind === 'segment') return one.index - other.index
  return one.path < other.path ? -1 : 1
}

function sameEdge(one: RightEdge, other: RightEdge): boolean {
  return (
    one.size === other.size && one.hashes.every((hash, index) => hash.equals(other.hashes[index] ?? Buffer.alloc(0)))
  )
}
