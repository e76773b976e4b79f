import { appendLeaf, emptyEdge, hashLeaf, rootOf } from '../evidence/merkle.ts'
import { linesPerSegment } from '../evidence/segments.ts'
import { type TileFile, tileWriter } from '../evidence/tile-tree.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { refuseOther } from './pass-lines.ts'
import { type SoundLog, soundLog } from './sound-log.ts'

export interface LogExport {
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly notes: readonly string[]
  /** The exact C2SP tlog-tiles tree, its checkpoint last. Throws at the end where the log is not what was verified. */
  tiles(): AsyncIterable<TileFile>
  /** All records with their line feeds, many at a time. Throws at the end like `tiles`. */
  lines(): AsyncIterable<Buffer>
}

/**
 * The log for other tools. It is verified first; then its records pass by once more, a segment in memory at a time.
 *
 * @throws Refusal as `soundLog`
 * @see https://c2sp.org/tlog-tiles
 */
export async function exportLog(
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<LogExport> {
  const log = await soundLog(settings, ports)
  const { size, root } = log.verification
  return {
    size,
    root,
    notes: log.notes,
    tiles: () => tilesOf(log, ports.log),
    lines: () => linesOf(log, ports.log),
  }
}

const lineFeed = Buffer.of(10)

async function* tilesOf({ commit, verification, note }: SoundLog, log: EvidenceLog): AsyncGenerator<TileFile> {
  const writer = tileWriter()
  for await (const line of log.lines(commit, verification.size)) yield* writer.take(line)
  yield* writer.finish()
  refuseOther(writer, verification)
  yield { path: 'checkpoint', bytes: Buffer.from(note) }
}

async function* linesOf({ commit, verification }: SoundLog, log: EvidenceLog): AsyncGenerator<Buffer> {
  let edge = emptyEdge
  let held: Buffer[] = []
  for await (const line of log.lines(commit, verification.size)) {
    edge = appendLeaf(edge, hashLeaf(line))
    held.push(line, lineFeed)
    if (edge.size % linesPerSegment !== 0) continue
    yield Buffer.concat(held)
    held = []
  }
  yield Buffer.concat(held)
  const again = edge
  refuseOther({ size: () => again.size, root: () => rootOf(again) }, verification)
}
