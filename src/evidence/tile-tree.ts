import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from './merkle.ts'
import { lineLimitBytes, numberedPath } from './segments.ts'

export interface TileFile {
  /** With `/`, relative to the prefix of the log. */
  readonly path: string
  readonly bytes: Buffer
}

/** Hashes in a full tile, entries in a full bundle. */
const width = 256

/** Tiles and bundles of a log whose entries pass by once, in order. Holds one unfinished tile for each level. */
export interface TileWriter {
  /** Takes an entry; gives the files that it completed. @throws RangeError for an entry whose length has no 16 bits */
  take(entry: Buffer): readonly TileFile[]
  /** The partial tiles at the right edge. Nothing is taken afterwards. */
  finish(): readonly TileFile[]
  size(): number
  /** Root over all entries so far. */
  root(): Buffer
}

/**
 * The tree of C2SP tlog-tiles without its checkpoint: `tile/<level>/<number>` with the hashes, `tile/entries/<number>` with
 * the entries, each after its length in two bytes, and `.p/<width>` at the end of what is not full.
 *
 * @see https://c2sp.org/tlog-tiles
 */
export function tileWriter(): TileWriter {
  const levels: { full: number; hashes: Buffer[] }[] = []
  let bundle: Buffer[] = []
  let bundles = 0
  let edge = emptyEdge

  /** Adds a hash to a level; a tile that is full is handed out, and its root is a hash of the level above. */
  function place(level: number, hash: Buffer, done: TileFile[]): void {
    const at = levels[level] ?? { full: 0, hashes: [] }
    levels[level] = at
    at.hashes.push(hash)
    if (at.hashes.length < width) return
    done.push({ path: `tile/${level}/${numberedPath(at.full)}`, bytes: Buffer.concat(at.hashes) })
    const root = rootOf(at.hashes.reduce<RightEdge>(appendLeaf, emptyEdge))
    at.full += 1
    at.hashes = []
    place(level + 1, root, done)
  }

  return {
    take(entry) {
      if (entry.length > lineLimitBytes) throw new RangeError(`an entry of ${entry.length} bytes`)
      const done: TileFile[] = []
      const hash = hashLeaf(entry)
      edge = appendLeaf(edge, hash)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(entry.length)
      bundle.push(length, entry)
      if (edge.size % width === 0) {
        done.push({ path: `tile/entries/${numberedPath(bundles)}`, bytes: Buffer.concat(bundle) })
        bundle = []
        bundles += 1
      }
      place(0, hash, done)
      return done
    },
    finish() {
      const files: TileFile[] = []
      const rest = edge.size % width
      if (rest > 0)
        files.push({ path: `tile/entries/${numberedPath(bundles)}.p/${rest}`, bytes: Buffer.concat(bundle) })
      for (const [level, { full, hashes }] of levels.entries())
        if (hashes.length > 0)
          files.push({
            path: `tile/${level}/${numberedPath(full)}.p/${hashes.length}`,
            bytes: Buffer.concat(hashes),
          })
      return files
    },
    size: () => edge.size,
    root: () => rootOf(edge),
  }
}
