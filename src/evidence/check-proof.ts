import { signatureFinding, type TrustedParties } from './check-trust.ts'
import { type Checkpoint, type CheckpointNote, checkSignature, parseCheckpoint } from './checkpoint.ts'
import type { ConsistencyFile } from './consistency-file.ts'
import { isConsistent } from './consistency-proof.ts'
import { checkCosignatures } from './cosignature.ts'
import { rootByInclusion } from './inclusion-proof.ts'
import type { LogFindingCode } from './log-finding.ts'
import { hashLeaf } from './merkle.ts'
import type { TlogProof } from './tlog-proof.ts'
import { isQuorumMet, type TrustPolicy } from './trust-policy.ts'

/** Whose word counts for a proof. */
export type ProofTrust = Pick<TrustedParties, 'keys' | 'witnesses'> & Partial<Pick<TrustPolicy, 'groups' | 'quorum'>>

export type ProofCheck =
  /** The bytes are record `index` of the log, as a trusted key signed it. */
  | { readonly kind: 'proven'; readonly index: number; readonly checkpoint: Checkpoint; readonly signedBy: string }
  | Unproven

type Unproven =
  | { readonly kind: 'refuted'; readonly code: LogFindingCode; readonly why: string }
  /** The bytes are in the tree of the checkpoint, but it is not known whether somebody vouches for it. */
  | { readonly kind: 'not-determined'; readonly why: string }

/**
 * Holds a record and its proof against the keys that may sign. Needs no log.
 *
 * @param line the record as it stands in the log, without line feed
 * @see https://c2sp.org/tlog-proof#verifying-a-tlog-proof
 */
export function checkTlogProof(proof: TlogProof, line: Uint8Array, trust: ProofTrust): ProofCheck {
  const note = parseCheckpoint(proof.note)
  if (note === undefined) return { kind: 'refuted', code: 'E_CHECKPOINT', why: 'the proof holds no checkpoint' }
  const { checkpoint } = note
  const root = rootByInclusion(proof.index, checkpoint.size, hashLeaf(line), proof.hashes)
  if (root === undefined)
    return {
      kind: 'refuted',
      code: 'E_ROOT',
      why: `${proof.hashes.length} hashes are no proof of record ${proof.index} in a log of ${checkpoint.size}`,
    }
  if (!root.equals(checkpoint.root))
    return { kind: 'refuted', code: 'E_ROOT', why: `these bytes are not record ${proof.index} of the log` }
  const signer = checkSigner(note, trust)
  return signer.kind === 'signed' ? { kind: 'proven', index: proof.index, checkpoint, signedBy: signer.by } : signer
}

export type ConsistencyCheck =
  /** The later checkpoint, which a trusted key signed, begins with all records of the earlier one. */
  | { readonly kind: 'proven'; readonly earlier: Checkpoint; readonly later: Checkpoint; readonly signedBy: string }
  | Unproven

/**
 * Holds a checkpoint that was kept against a later one and the proof between them. Needs no log.
 *
 * @param kept text of the earlier checkpoint; what it says is believed to be what was kept, so its signature counts as well
 */
export function checkConsistencyFile(file: ConsistencyFile, kept: string, trust: ProofTrust): ConsistencyCheck {
  const [earlier, later] = [parseCheckpoint(kept), parseCheckpoint(file.note)]
  if (earlier === undefined || later === undefined)
    return { kind: 'refuted', code: 'E_CHECKPOINT', why: 'one of the two is not a checkpoint' }
  const [before, after] = [earlier.checkpoint, later.checkpoint]
  if (before.origin !== after.origin)
    return { kind: 'refuted', code: 'E_ORIGIN', why: `one is of ${before.origin}, the other of ${after.origin}` }
  if (before.size !== file.from)
    return { kind: 'refuted', code: 'E_PROOF', why: `the proof is from ${file.from} records, not from ${before.size}` }
  if (before.size > after.size)
    return { kind: 'refuted', code: 'E_ROLLBACK', why: `from ${before.size} records the log went to ${after.size}` }
  if (!isConsistent(before, after, file.hashes))
    return { kind: 'refuted', code: 'E_FORK', why: `the later log does not begin with the ${before.size} records` }
  const [first, second] = [checkSigner(earlier, trust), checkSigner(later, trust)]
  if (first.kind !== 'signed') return first
  return second.kind === 'signed' ? { kind: 'proven', earlier: before, later: after, signedBy: second.by } : second
}

/** Who vouches for a checkpoint that stands alone. */
function checkSigner(note: CheckpointNote, trust: ProofTrust): { kind: 'signed'; by: string } | Unproven {
  const { origin, size } = note.checkpoint
  const { keys, witnesses = [], groups = [], quorum } = trust
  if (keys.length === 0) return { kind: 'not-determined', why: 'no key was given to say whose signature counts' }
  if (!keys.some(({ name }) => name === origin))
    return { kind: 'refuted', code: 'E_ORIGIN', why: `the log of ${origin}, for which no key was given` }
  const check = checkSignature(note, keys)
  if (check.kind !== 'signed') {
    const [code, why] = signatureFinding(check, size)
    return { kind: 'refuted', code, why: `the checkpoint: ${why}` }
  }
  const { cosignatures, wrong } = checkCosignatures(note, witnesses)
  if (wrong !== undefined)
    return { kind: 'refuted', code: 'E_SIG', why: `the cosignature of the witness ${wrong.name} is wrong` }
  const cosigned = new Set(cosignatures.map(({ witness }) => witness))
  if (!isQuorumMet({ groups, quorum }, cosigned))
    return { kind: 'not-determined', why: `the witnesses that the trust policy asks for (${quorum}) are missing` }
  return { kind: 'signed', by: `${check.by.name}+${check.by.id}` }
}
