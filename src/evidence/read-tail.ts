import type { LogCreated } from '../model/evidence.ts'
import { checkPins, type PinCheck, sizesOf } from './check-pins.ts'
import { checkTrust, untrusted } from './check-trust.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { parseEdge } from './edge-file.ts'
import type { LogBase } from './log-base.ts'
import { Listed, type LogFinding, type LogFindingCode } from './log-finding.ts'
import { edgeFrom, emptyEdge, GrowingTree, leafText, type RightEdge, rootOf, sameEdge } from './merkle.ts'
import { readLine } from './read-line.ts'
import { linesPerSegment, readSegment, segmentPath } from './segments.ts'
import type { Expectations, LogEntry } from './verify-log.ts'

/** Segments at the end that an append looks at: 4,096 records, among which a job that runs twice finds its own. */
const tailSegments = 16

/** The end of a log as it is stored; undefined stands for what is missing or larger than any file of a log. */
export interface TailFiles {
  readonly checkpoint: Buffer | undefined
  readonly edge: Buffer | undefined
  /** Number of the last segment there is; -1 where there is none. */
  readonly last: number
  /** By number: from `segmentsToRead` on. */
  readonly segments: ReadonlyMap<number, Buffer | undefined>
}

/** Numbers of the segments that `readTail` needs of a log whose last one is `last`. */
export function segmentsToRead(last: number, expected: Expectations, known: LogBase | undefined): readonly number[] {
  const first = firstOf(last, known)
  const tail = Array.from({ length: Math.max(0, last + 1 - first) }, (_, index) => first + index)
  // Without a key, only record 0 says that the log is one without signatures.
  return known === undefined && expected.keys.length === 0 && first > 0 ? [0, ...tail] : tail
}

function firstOf(last: number, known: LogBase | undefined): number {
  return known === undefined ? Math.max(0, last + 1 - tailSegments) : Math.floor(known.edge.size / linesPerSegment)
}

/**
 * Checks the end of a log, for an append that does not read all of it: the checkpoint is signed, `edge` gives its root, and
 * the records from some size on give `edge`. That size is where the caller verified the log up to, so that together all of it
 * is verified; or the first complete subtree within the last segments, so that what is older is taken from the checkpoint.
 *
 * @param known the log as it was before, verified against the same expectations and without findings
 */
export function readTail(files: TailFiles, expected: Expectations, known: LogBase | undefined): LogBase {
  const findings = new Listed<LogFindingCode>()
  const noteText = files.checkpoint?.toString('utf8') ?? ''
  const note = parseCheckpoint(noteText)
  if (note === undefined || files.checkpoint?.equals(Buffer.from(noteText)) !== true)
    return unusable('E_CHECKPOINT', 'checkpoint', 'not a checkpoint')
  const { size, root, origin } = note.checkpoint
  const edge = files.edge && parseEdge(files.edge.toString('latin1'))
  if (edge?.size !== size || !rootOf(edge).equals(root))
    return unusable('E_EDGE', 'edge', 'not the right edge of the log that the checkpoint speaks of')
  if (files.last !== Math.ceil(size / linesPerSegment) - 1)
    return unusable('E_SIZE', segmentPath(Math.max(0, files.last)), `the checkpoint says ${size} records`)
  if (known !== undefined && known.edge.size > size)
    return unusable('E_ROLLBACK', 'checkpoint', `the log has ${size} records; before it had ${known.edge.size}`)

  const first = firstOf(files.last, known)
  const start = edgeFrom(known?.edge ?? edge, first * linesPerSegment)
  const roots = new Map([
    [0, rootOf(emptyEdge)],
    [size, root],
  ])
  if (known !== undefined) roots.set(known.edge.size, rootOf(known.edge))
  const fresh = readRecords(files, start, { edge, known, wanted: sizesOf(expected.pins), roots, findings })
  const birth = known === undefined ? birthIn(files) : known.birth
  const isOfNobody = expected.keys.length === 0 && birth === undefined
  const trust = isOfNobody ? untrusted : checkTrust(note, birth, expected, findings.add)
  const pins = comparePins(expected, known, (pins, comparable) => {
    const { checks, findings: found } = checkPins(pins, note.checkpoint, comparable ? roots : undefined, expected)
    for (const { code, file, message } of found) findings.add(code, file, message)
    return checks
  })
  return {
    findings: findings.items,
    origin,
    mode: trust.authenticity === 'signed' ? 'signed' : (birth?.data.mode ?? null),
    authenticity: trust.authenticity,
    signedBy: trust.signedBy,
    edge,
    note: noteText,
    lastSegment: files.segments.get(files.last) ?? Buffer.alloc(0),
    birth,
    entries: [...(known?.entries ?? []), ...fresh],
    unproven: known === undefined ? unprovenIn(files, first, start.size) : known.unproven,
    pins,
    anchoredAt: [...(known?.anchoredAt ?? []), ...fresh.flatMap(timeOf)],
  }

  /** Pins between what was known and the head have their root; those before only if they were compared then. */
  function comparePins(
    { pins }: Expectations,
    { pins: before }: Pick<LogBase, 'pins'> = { pins: [] },
    check: (pins: Expectations['pins'], comparable: boolean) => readonly PinCheck[],
  ): readonly PinCheck[] {
    return pins.flatMap((pin) => {
      const pinned = parseCheckpoint(pin.note)?.checkpoint.size
      const held = before.find((one) => one.source === pin.source && one.size === pinned && one.outcome === 'holds')
      if (held !== undefined) return [held]
      return check([pin], pinned === undefined || pinned > size || roots.has(pinned))
    })
  }
}

const timeOf = ({ record: { predicate } }: LogEntry): readonly string[] =>
  predicate.kind === 'anchor.recorded' && predicate.data.time !== null ? [predicate.data.time] : []

/** Nobody appends to such a log, so the rest of it says nothing. */
function unusable(code: LogFindingCode, file: string, message: string): LogBase {
  const findings: readonly LogFinding[] = [{ code, file, message }]
  const nothing = {
    origin: null,
    mode: null,
    authenticity: 'no-key',
    signedBy: null,
    birth: undefined,
    entries: [],
    pins: [],
    anchoredAt: [],
  } as const
  return { findings, ...nothing, edge: emptyEdge, note: '', lastSegment: Buffer.alloc(0), unproven: undefined }
}

interface Reading {
  readonly edge: RightEdge
  readonly known: LogBase | undefined
  /** Sizes whose root is wanted, and where it goes. */
  readonly wanted: ReadonlySet<number>
  readonly roots: Map<number, Buffer>
  readonly findings: Listed<LogFindingCode>
}

/** The records from `start` on, which is at the beginning of a segment: they must lead to the edge of the head. */
function readRecords(files: TailFiles, start: RightEdge, reading: Reading): readonly LogEntry[] {
  const { edge, known, wanted, roots, findings } = reading
  const tree = new GrowingTree(start)
  const entries: LogEntry[] = []
  for (let number = start.size / linesPerSegment; number <= files.last && tree.size < edge.size; number += 1) {
    const path = segmentPath(number)
    const bytes = files.segments.get(number)
    const segment = bytes && readSegment(bytes)
    const count = Math.min(linesPerSegment, edge.size - tree.size)
    if (segment?.ok !== true || segment.lines.length !== count) {
      findings.add('E_SEGMENT', path, segment?.ok === false ? segment.why : `there should be ${count} records`)
      return entries
    }
    for (const line of segment.lines) {
      const index = tree.size
      const leaf = leafText(line)
      tree.add(leaf)
      if (wanted.has(tree.size)) roots.set(tree.size, rootOf(tree.edge()))
      if (known?.edge.size === tree.size && !sameEdge(known.edge, tree.edge()))
        findings.add('E_FORK', path, `the first ${tree.size} records are not those that were there before`)
      if (index < (known?.edge.size ?? 0)) continue
      const read = readLine(line)
      if (read.kind === 'bad') findings.add('E_SCHEMA', path, `record ${index}: ${read.why}`, index)
      else if (read.kind === 'record')
        entries.push({ index, leafHash: Buffer.from(leaf, 'latin1'), record: read.record })
    }
  }
  if (!sameEdge(edge, tree.edge()))
    findings.add('E_ROOT', segmentPath(files.last), `records ${start.size} to ${edge.size - 1} do not give the root`)
  return entries
}

function birthIn({ segments }: TailFiles): LogCreated | undefined {
  const bytes = segments.get(0)
  const segment = bytes && readSegment(bytes)
  const [line] = segment?.ok === true ? segment.lines : []
  const reading = line && readLine(line)
  const predicate = reading?.kind === 'record' ? reading.record.predicate : undefined
  return predicate?.kind === 'log.created' ? predicate : undefined
}

/** What is in segments that are there to look at but belong to a subtree that began earlier. */
function unprovenIn({ segments }: TailFiles, first: number, size: number): LogBase['unproven'] {
  if (size === 0) return undefined
  const keys = new Set<string>()
  let hasRotation = false
  for (let number = first; number < Math.ceil(size / linesPerSegment); number += 1) {
    const bytes = segments.get(number)
    const segment = bytes && readSegment(bytes)
    for (const line of segment?.ok === true ? segment.lines : []) {
      const reading = readLine(line)
      if (reading.kind !== 'record') continue
      const { key, kind } = reading.record.predicate
      keys.add(key)
      if (kind === 'key.rotated') hasRotation = true
    }
  }
  return { keys, hasRotation }
}
