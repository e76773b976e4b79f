import { rootByInclusion } from '../evidence/inclusion-proof.ts'
import { inclusionProofs } from '../evidence/inclusion-proofs.ts'
import { formatTlogProof } from '../evidence/tlog-proof.ts'
import type { GatheredEvidence } from './gather-evidence.ts'
import { passLines } from './pass-lines.ts'

/** A record as it is stored, and the proof that it is in the log. */
export interface RecordProof {
  readonly index: number
  /** Without line feed. */
  readonly line: Buffer
  /** A C2SP tlog-proof with the checkpoint. */
  readonly proof: string
}

/**
 * Proofs of several records under one checkpoint, from one pass over the log.
 *
 * @param indexes each below the size of the checkpoint
 * @throws Refusal as `passLines`: (4) where the log is not what was verified
 */
export async function proveRecords(
  indexes: readonly number[],
  {
    size,
    root,
    checkpoint,
    logCommit,
    evidence,
  }: Pick<GatheredEvidence, 'size' | 'root' | 'checkpoint' | 'logCommit' | 'evidence'>,
): Promise<ReadonlyMap<number, RecordProof>> {
  const wanted = new Set(indexes)
  const lines = new Map<number, Buffer>()
  const leafHashes: Buffer[] = []
  await passLines({ commit: logCommit, verification: { size, root } }, evidence, [], (index, line, leafHash) => {
    leafHashes.push(leafHash)
    // A copy: the line is a part of its whole segment.
    if (wanted.has(index)) lines.set(index, Buffer.from(line))
  })
  const proofs = inclusionProofs(leafHashes, indexes)
  return new Map(
    [...proofs].map(([index, hashes]) => {
      const [line, leafHash] = [lines.get(index), leafHashes[index]]
      // Never hand out what one would not accept.
      const isProof = leafHash !== undefined && rootByInclusion(index, size, leafHash, hashes)?.toString('hex') === root
      if (line === undefined || !isProof) throw new Error(`the proof of record ${index} does not lead to the root`)
      return [index, { index, line, proof: formatTlogProof({ index, hashes, note: checkpoint }) }]
    }),
  )
}
