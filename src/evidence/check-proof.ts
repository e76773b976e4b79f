import { signatureFinding, type TrustedParties } from './check-trust.ts'
import { type Checkpoint, type CheckpointNote, checkSignature, parseCheckpoint } from './checkpoint.ts'
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
