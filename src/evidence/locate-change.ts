import { levelsOf, type RightEdge, rootOf } from './merkle.ts'
import { linesPerSegment, segmentPath } from './segments.ts'

export interface ChangedPlace {
  readonly file: string
  readonly where: string
}

/**
 * Names the file that does not fit, when records, `edge` and checkpoint disagree. Two of the three agreeing convict the
 * third. Where `edge` and checkpoint agree, the subtree that differs says which segments: exactly one for the last 511
 * records, a run of them further back.
 *
 * @param computed the edge of the records as they are stored
 * @param stored what the file `edge` says, of the same size
 */
export function locateChange(computed: RightEdge, stored: RightEdge | undefined, root: Buffer): ChangedPlace {
  if (stored === undefined || stored.size !== computed.size || !rootOf(stored).equals(root)) {
    if (stored !== undefined && rootOf(stored).equals(rootOf(computed)))
      return { file: 'checkpoint', where: 'the root is not the one that `entries` and `edge` give' }
    return { file: 'entries', where: 'the records give another root, and `edge` is of no help to say where' }
  }
  let start = 0
  for (const [position, level] of levelsOf(computed.size).entries()) {
    const leaves = 2 ** level
    if (computed.hashes[position]?.equals(stored.hashes[position] ?? Buffer.alloc(0)) !== true) {
      const first = Math.floor(start / linesPerSegment)
      const last = Math.floor((start + leaves - 1) / linesPerSegment)
      const file = segmentPath(first)
      const lines = `records ${start} to ${start + leaves - 1}`
      return { file, where: first === last ? lines : `${lines}: one of ${file} to ${segmentPath(last)}` }
    }
    start += leaves
  }
  return { file: 'edge', where: 'the subtrees fit but not the root' }
}
