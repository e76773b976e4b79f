import { hashLeaf } from '../evidence/merkle.ts'
import { type LeafRange, subtreeRoots } from '../evidence/subtree-roots.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'

/**
 * Reads all records of a verified log once more, hashed, and gives the roots over the ranges asked for.
 *
 * @param see gets each record on its way
 * @throws Refusal (4) where they are not those that were verified, (3) where they cannot be read
 */
export async function passLines(
  {
    commit,
    verification: { size, root },
  }: { readonly commit: string; readonly verification: { readonly size: number; readonly root: string } },
  log: EvidenceLog,
  ranges: readonly LeafRange[],
  see: (index: number, line: Buffer, leafHash: Buffer) => void,
): Promise<readonly Buffer[]> {
  const passing = subtreeRoots(ranges)
  for await (const line of log.lines(commit, size)) {
    const leafHash = hashLeaf(line)
    see(passing.size(), line, leafHash)
    passing.take(leafHash)
  }
  refuseOther(passing, { size, root })
  return passing.roots()
}

/** @throws Refusal (4) */
export function refuseOther(
  again: { size(): number; root(): Buffer },
  { size, root }: { readonly size: number; readonly root: string },
): void {
  if (again.size() === size && again.root().toString('hex') === root) return
  const what = 'The log changed between two readings: its first records are not those that were verified'
  throw new Refusal(exitStatus.integrity, what, 'Run `evidence verify`, and look who wrote to the evidence branch.')
}
