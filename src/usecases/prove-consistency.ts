import { type Checkpoint, checkpointText, parseCheckpoint } from '../evidence/checkpoint.ts'
import { formatConsistencyFile } from '../evidence/consistency-file.ts'
import { consistencyRanges, isConsistent } from '../evidence/consistency-proof.ts'
import { appendLeaf, emptyEdge, rootOf } from '../evidence/merkle.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import { passLines } from './pass-lines.ts'
import { soundLog } from './sound-log.ts'

/** A head of the log: how many records, or a checkpoint that somebody kept. */
export type WantedHead =
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'note'; readonly source: string; readonly note: string }

export interface ProvenConsistency {
  readonly from: number
  readonly to: number
  /** Stands alone with the earlier checkpoint and the key. */
  readonly proof: string
  readonly notes: readonly string[]
}

/**
 * Proves that the log of `to` begins with all records of that of `from`.
 *
 * @param to undefined for the log as it is
 * @throws Refusal (4) where a checkpoint is not one of this log, (2) for sizes that it never had or that are the wrong way
 * round; as `soundLog` where there is nothing to prove from
 */
export async function proveConsistency(
  from: WantedHead,
  to: WantedHead | undefined,
  settings: Settings,
  ports: { readonly history: History; readonly log: EvidenceLog },
): Promise<ProvenConsistency> {
  const log = await soundLog(settings, ports)
  const { origin, size } = log.verification
  const [earlier, later] = [sizeOf(from, origin, size), sizeOf(to ?? { kind: 'size', size }, origin, size)]
  if (earlier < 1 || earlier > later)
    throw new Refusal(exitStatus.usage, `No proof leads from ${earlier} records to ${later}`, 'From 1, and upwards.')
  let edge = emptyEdge
  const roots = new Map<number, Buffer>()
  const hashes = await passLines(log, ports.log, consistencyRanges(earlier, later), (_index, _line, leafHash) => {
    edge = appendLeaf(edge, leafHash)
    if (edge.size === earlier || edge.size === later) roots.set(edge.size, rootOf(edge))
  })
  const headAt = (at: number): Checkpoint => ({
    origin: origin ?? '',
    size: at,
    root: roots.get(at) ?? Buffer.alloc(0),
  })
  for (const head of [from, to]) if (head?.kind === 'note') refuseForked(head, headAt(sizeOf(head, origin, size)))
  // Never hand out what one would not accept.
  if (!isConsistent(headAt(earlier), headAt(later), hashes))
    throw new Error(`the proof from ${earlier} to ${later} does not lead to the root`)
  // Between two checkpoints there are sizes that nobody signed.
  const unsigned = later === size ? log.note : checkpointText(headAt(later))
  const note = to?.kind === 'note' ? to.note : unsigned
  return { from: earlier, to: later, proof: formatConsistencyFile({ from: earlier, hashes, note }), notes: log.notes }
}

function sizeOf(head: WantedHead, origin: string | null, size: number): number {
  if (head.kind === 'size') {
    if (head.size <= size) return head.size
    throw new Refusal(exitStatus.usage, `The log has ${size} records, not ${head.size}`, 'Give a size that it had.')
  }
  const checkpoint = parseCheckpoint(head.note)?.checkpoint
  if (checkpoint === undefined)
    throw new Refusal(exitStatus.usage, `${head.source} is not a checkpoint`, 'Give the file as it was kept.')
  if (checkpoint.origin !== origin)
    throw new Refusal(exitStatus.integrity, `${head.source} is of ${checkpoint.origin}`, `This log is ${origin}.`)
  if (checkpoint.size <= size) return checkpoint.size
  const what = `${head.source} is of ${checkpoint.size} records, and the log has ${size}: it was wound back`
  throw new Refusal(exitStatus.integrity, what, 'Fetch the evidence branch, or look who wrote to it.')
}

function refuseForked(head: Extract<WantedHead, { kind: 'note' }>, { root, size }: Checkpoint): void {
  if (parseCheckpoint(head.note)?.checkpoint.root.equals(root) === true) return
  const what = `The first ${size} records are not those of ${head.source}: history was rewritten`
  throw new Refusal(exitStatus.integrity, what, 'Run `evidence verify --checkpoint` for the details.')
}
