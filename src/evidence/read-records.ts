import type { EvidenceRecord, LogCreated } from '../model/evidence.ts'
import type { AttachmentLedger } from './attachment-ledger.ts'
import { factDigest } from './fact-digest.ts'
import { RepeatFinder } from './find-repeats.ts'
import { FirstIndexes } from './first-indexes.ts'
import type { Listed, LogFindingCode, LogWarningCode } from './log-finding.ts'
import { emptyEdge, GrowingTree, leafText, type RightEdge, rootOf } from './merkle.ts'
import { readLine } from './read-line.ts'
import { linesPerSegment, readSegment, segmentPath } from './segments.ts'

interface SegmentFile {
  readonly path: string
  readonly index: number
}

/** Takes a record that is in order; `leaf` is its hash as `leafText` gives it. */
type TakeRecord = (index: number, leaf: string, record: EvidenceRecord) => void

/** Takes every leaf, also of lines that are no record of ours; the tree is as it was before it. */
type TakeLeaf = (tree: Pick<GrowingTree, 'size' | 'edge'>, leaf: string) => void

/**
 * Reads the segments of a log in their order, one in memory at a time: checks form, schema and keys of each record, and grows
 * the tree.
 */
export class RecordsReader {
  readonly #findings: Listed<LogFindingCode>
  readonly #warnings: Listed<LogWarningCode>
  readonly #ledger: AttachmentLedger
  readonly #takeLeaf: TakeLeaf
  readonly #visit: TakeRecord
  readonly #repeats = new RepeatFinder()
  readonly #facts = new FirstIndexes()
  readonly #tree = new GrowingTree()
  readonly #wantedRoots: ReadonlySet<number>
  #nextSegment = 0

  /** Root of the first n records, for every n that was wanted. */
  readonly roots = new Map<number, Buffer>([[0, rootOf(emptyEdge)]])
  /** False once a segment is missing or cut: the index of what follows is not known then, and roots say nothing. */
  isWhole = true
  /** Records of other tools. */
  foreign = 0
  birth: LogCreated | undefined
  lastPath = 'entries'
  lastBytes: Buffer = Buffer.alloc(0)

  /**
   * @param wantedRoots sizes whose root is needed
   * @param visit is given each record that fits the contract; a repeated key only the first time
   */
  constructor(
    findings: Listed<LogFindingCode>,
    warnings: Listed<LogWarningCode>,
    ledger: AttachmentLedger,
    wantedRoots: ReadonlySet<number>,
    takeLeaf: TakeLeaf,
    visit: TakeRecord,
  ) {
    this.#findings = findings
    this.#warnings = warnings
    this.#ledger = ledger
    this.#wantedRoots = wantedRoots
    this.#takeLeaf = takeLeaf
    this.#visit = visit
  }

  get edge(): RightEdge {
    return this.#tree.edge()
  }

  get size(): number {
    return this.#tree.size
  }

  /** @param bytes undefined where the file is larger than any segment */
  take(file: SegmentFile, bytes: Buffer | undefined): void {
    if (bytes === undefined) {
      this.#fail(file.path, 'larger than any file of a log')
      this.#nextSegment = file.index + 1
      return
    }
    for (; this.#nextSegment < file.index; this.#nextSegment += 1) {
      this.#fail(segmentPath(this.#nextSegment), 'missing, though later ones are there')
      // A gap of millions would be as many findings.
      if (this.#findings.more > 0) break
    }
    this.#nextSegment = file.index + 1
    if (this.#tree.size !== file.index * linesPerSegment && this.isWhole)
      this.#fail(this.lastPath, `fewer than ${linesPerSegment} lines, though it is not the last segment`)
    this.lastPath = file.path
    this.lastBytes = bytes
    const segment = readSegment(bytes)
    if (!segment.ok) {
      this.#fail(file.path, segment.why)
      return
    }
    for (const [position, line] of segment.lines.entries())
      this.#takeLine(file.path, file.index * linesPerSegment + position, line)
  }

  #fail(path: string, why: string): void {
    this.#findings.add('E_SEGMENT', path, why)
    this.isWhole = false
  }

  #takeLine(path: string, index: number, line: Buffer): void {
    const leaf = leafText(line)
    this.#takeLeaf(this.#tree, leaf)
    this.#tree.add(leaf)
    if (this.#wantedRoots.has(this.#tree.size)) this.roots.set(this.#tree.size, rootOf(this.#tree.edge()))
    const reading = readLine(line)
    if (reading.kind === 'foreign') this.foreign += 1
    else if (reading.kind === 'bad') this.#findings.add('E_SCHEMA', path, `record ${index}: ${reading.why}`, index)
    else this.#takeRecord(path, index, line, leaf, reading.record)
    if (index === 0 && this.birth === undefined) this.#findings.add('E_SCHEMA', path, 'record 0 is not log.created', 0)
  }

  #takeRecord(path: string, index: number, line: Buffer, leaf: string, record: EvidenceRecord): void {
    const { predicate } = record
    if (predicate.kind === 'log.created') {
      if (index === 0) this.birth = predicate
      else this.#findings.add('E_SCHEMA', path, `record ${index} is log.created; only record 0 may be`, index)
    }
    this.#ledger.refer(path, index, record)
    if (this.#repeats.isRepeat(predicate.key, index)) return
    const twin = this.#facts.see(factDigest(line, record), index)
    if (twin !== undefined)
      this.#warnings.add('W_REPLAY', path, `record ${index} says what record ${twin} says, under another key`, index)
    this.#visit(index, leaf, record)
  }

  /** Indexes of the segments that must be handed to `takeAgain`, in this order, before `finish`. */
  again(): readonly number[] {
    return [...new Set(this.#repeats.toLookAt().map((index) => Math.floor(index / linesPerSegment)))]
  }

  takeAgain(file: SegmentFile, bytes: Buffer): void {
    const segment = readSegment(bytes)
    if (!segment.ok) return
    for (const [position, line] of segment.lines.entries()) {
      const index = file.index * linesPerSegment + position
      if (!this.#repeats.isConcerned(index)) continue
      const reading = readLine(line)
      if (reading.kind === 'record')
        this.#repeats.lookAgain(file.path, index, reading.record, this.#findings, this.#warnings)
    }
  }

  finish(): void {
    if (this.#nextSegment === 0) this.#findings.add('E_SEGMENT', segmentPath(0), 'missing: a log has at least record 0')
    this.#repeats.reportRest(this.#findings)
  }
}
