import type { Checkpoint } from '../evidence/checkpoint.ts'
import { inclusionPath, rootByInclusion } from '../evidence/inclusion-proof.ts'
import { rangeRoots } from '../evidence/range-roots.ts'
import { formatTlogProof } from '../evidence/tlog-proof.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import { passLines } from './pass-lines.ts'

export interface RecordProof {
  readonly index: number
  /** The record as it stands in the log, without line feed. */
  readonly line: Buffer
  /** A C2SP tlog-proof: stands alone with the record and the key. */
  readonly proof: string
}

/** A log up to a checkpoint that was verified. */
export interface ProvableLog {
  /** Commit that holds it. */
  readonly commit: string
  readonly checkpoint: Checkpoint
  /** Text of the checkpoint. */
  readonly note: string
}

/**
 * Proves many records in one passage over the log; 32 bytes are held for each record of it.
 *
 * @param indexes each below the size of the checkpoint
 * @returns the proofs by index, in rising order
 * @throws Refusal as `passLines`; Error where a proof does not lead to the root: none is handed out that one would not accept
 */
export async function proveRecords(
  indexes: Iterable<number>,
  { commit, checkpoint: { size, root }, note }: ProvableLog,
  log: EvidenceLog,
): Promise<ReadonlyMap<number, RecordProof>> {
  const wanted = [...new Set(indexes)].sort((a, b) => a - b)
  const lines = new Map(wanted.map((index) => [index, Buffer.alloc(0)]))
  const leafHashes = Buffer.alloc(size * 32)
  await passLines({ commit, verification: { size, root: root.toString('hex') } }, log, [], (index, line, leafHash) => {
    leafHash.copy(leafHashes, index * 32)
    // A copy: the line is a part of its whole segment.
    if (lines.has(index)) lines.set(index, Buffer.from(line))
  })
  const rootOfRange = rangeRoots(leafHashes)
  return new Map(
    [...lines].map(([index, line]) => {
      const hashes = inclusionPath(index, size).map(rootOfRange)
      const leafHash = leafHashes.subarray(index * 32, index * 32 + 32)
      if (!rootByInclusion(index, size, leafHash, hashes)?.equals(root))
        throw new Error(`the proof of record ${index} does not lead to the root`)
      return [index, { index, line, proof: formatTlogProof({ index, hashes, note }) }]
    }),
  )
}
