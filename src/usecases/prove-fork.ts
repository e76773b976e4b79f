import { checkSignature, parseCheckpoint } from '../evidence/checkpoint.ts'
import { consistencyRanges } from '../evidence/consistency-proof.ts'
import { checkForkProof, type ForkedNote, type ForkProof } from '../evidence/fork-proof.ts'
import { appendLeaf, emptyEdge, rootOf } from '../evidence/merkle.ts'
import type { VerifierKey } from '../evidence/note-key.ts'
import { toRecordText } from '../evidence/record.ts'
import type { VerifiedHead } from '../evidence/verify-log.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import { passLines } from './pass-lines.ts'
import type { EvidenceVerification } from './verify-evidence.ts'

/**
 * Makes of a contradiction between the log and a pin what convinces a third party: both signed heads, and where they have
 * different sizes the proof of what the larger one has in the place of the smaller.
 *
 * @returns undefined where no pin contradicts the log under a signature of a known key
 * @throws Refusal where the log cannot be read again
 */
export async function proveFork(
  { findings, pins, keys, log, commit }: EvidenceVerification<VerifiedHead>,
  ports: { readonly log: EvidenceLog },
): Promise<ForkProof | undefined> {
  if (log === undefined || commit === undefined) return undefined
  const forked = new Set(findings.flatMap(({ code, file }) => (code === 'E_FORK' ? [file] : [])))
  const larger: ForkedNote = { source: `the evidence branch at ${commit}`, note: log.note }
  const head = parseCheckpoint(log.note)
  if (head === undefined || checkSignature(head, bare(keys)).kind !== 'signed') return undefined
  for (const { source, note } of pins) {
    const parsed = forked.has(source) ? parseCheckpoint(note) : undefined
    if (parsed === undefined) continue
    const consistency = await consistencyOf(parsed.checkpoint.size, head.checkpoint.size, { ...log, commit }, ports.log)
    const proof = {
      origin: head.checkpoint.origin,
      keys: bare(keys),
      smaller: { source: toRecordText(source, 500), note },
      larger,
      consistency,
    }
    // Never hand out what one would not accept.
    if (checkForkProof(proof).kind === 'forked') return proof
  }
  return undefined
}

async function consistencyOf(
  from: number,
  to: number,
  log: Parameters<typeof passLines>[0],
  source: EvidenceLog,
): Promise<ForkProof['consistency']> {
  if (from < 1 || from >= to) return undefined
  let edge = emptyEdge
  const hashes = await passLines(log, source, consistencyRanges(from, to), (index, _line, leafHash) => {
    if (index < from) edge = appendLeaf(edge, leafHash)
  })
  return { root: rootOf(edge), hashes }
}

const bare = (keys: readonly VerifierKey[]): readonly VerifierKey[] =>
  keys.map(({ name, id, publicKey }) => ({ name, id, publicKey }))
