/** Lines in a full segment file; a leaf of the log is one line without its line feed. */
export const linesPerSegment = 256
/** The largest entry of C2SP tlog-tiles: its length must fit 16 bits. */
export const lineLimitBytes = 65_535

const MAX_SEGMENTS = 1_000_000_000

/**
 * A number in the encoding of C2SP tlog-tiles: groups of three digits, all but the last with an `x`, so that no folder has
 * more than a thousand files. 7 -> `007`, 1234067 -> `x001/x234/067`.
 */
export function numberedPath(index: number): string {
  const groups: string[] = []
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(String(rest % 1000).padStart(3, '0'))
  const last = groups.pop() ?? ''
  return `${groups.map((group) => `x${group}/`).join('')}${last}`
}

/** Path of a segment: 7 -> `entries/007.jsonl`, 1234067 -> `entries/x001/x234/067.jsonl`. */
export function segmentPath(index: number): string {
  return `entries/${numberedPath(index)}.jsonl`
}

/** @returns the segment a path names, or undefined where it is not the one spelling of one */
export function segmentOfPath(path: string): number | undefined {
  if (!/^entries\/(x\d{3}\/){0,2}\d{3}\.jsonl$/.test(path)) return undefined
  const index = Number(path.replace(/\D/g, ''))
  return index < MAX_SEGMENTS && segmentPath(index) === path ? index : undefined
}

export type SegmentReading =
  | { readonly ok: true; readonly lines: readonly Buffer[] }
  | { readonly ok: false; readonly why: string }

/** Cuts a segment into its lines; every byte belongs to a line or is the line feed that ends one. */
export function readSegment(bytes: Buffer): SegmentReading {
  if (bytes.length === 0) return { ok: false, why: 'empty' }
  if (bytes[bytes.length - 1] !== 10) return { ok: false, why: 'cut: the last line has no line feed' }
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start)
    const line = bytes.subarray(start, end)
    if (lines.length === linesPerSegment) return { ok: false, why: `more than ${linesPerSegment} lines` }
    if (line.length === 0) return { ok: false, why: `line ${lines.length + 1} is empty` }
    if (line.length > lineLimitBytes)
      return { ok: false, why: `line ${lines.length + 1} is longer than ${lineLimitBytes} bytes` }
    if (line[line.length - 1] === 13)
      return { ok: false, why: `line ${lines.length + 1} ends in a carriage return: line endings were changed` }
    lines.push(line)
    start = end + 1
  }
  return { ok: true, lines }
}
