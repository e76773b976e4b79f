import { signatureFinding } from './check-trust.ts'
import { type Checkpoint, type CheckpointNote, checkSignature, parseCheckpoint } from './checkpoint.ts'
import { checkCosignatures } from './cosignature.ts'
import { rootByInclusion } from './inclusion-proof.ts'
import type { TrustedKey } from './key-intervals.ts'
import type { LogFindingCode } from './log-finding.ts'
import { hashLeaf } from './merkle.ts'
import type { TlogProof } from './tlog-proof.ts'
import { isQuorumMet, type TrustPolicy } from './trust-policy.ts'

export type ProofCheck =
  /** The bytes are record `index` of the log, as a trusted key signed it. */
  | { readonly kind: 'proven'; readonly index: number; readonly checkpoint: Checkpoint; readonly signedBy: string }
  | { readonly kind: 'refuted'; readonly code: LogFindingCode; readonly why: string }
  /** The bytes are in the tree of the checkpoint, but nobody known vouches for it. */
  | { readonly kind: 'not-determined'; readonly why: string }

/**
 * Holds a record and its proof against the keys that may sign. Needs no log.
 *
 * @param policy whose witnesses must have cosigned; left out: none
 * @param line the record as it stands in the log, without line feed
 * @see https://c2sp.org/tlog-proof#verifying-a-tlog-proof
 */
export function checkTlogProof(
  proof: TlogProof,
  line: Uint8Array,
  keys: readonly TrustedKey[],
  policy?: TrustPolicy,
): ProofCheck {
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
  if (keys.length === 0) return { kind: 'not-determined', why: 'no key was given to say whose signature counts' }
  if (!keys.some(({ name }) => name === checkpoint.origin))
    return { kind: 'refuted', code: 'E_ORIGIN', why: `the log of ${checkpoint.origin}, for which no key was given` }
  const check = checkSignature(note, keys)
  if (check.kind !== 'signed') {
    const [code, why] = signatureFinding(check, checkpoint.size)
    return { kind: 'refuted', code, why: `the checkpoint: ${why}` }
  }
  const signedBy = `${check.by.name}+${check.by.id}`
  return witnessed(note, policy, { kind: 'proven', index: proof.index, checkpoint, signedBy })
}

/** Where the policy asks for witnesses, their lines must be there and right. */
function witnessed(note: CheckpointNote, policy: TrustPolicy | undefined, proven: ProofCheck): ProofCheck {
  if (policy === undefined) return proven
  const { cosignatures, wrong } = checkCosignatures(note, policy.witnesses)
  if (wrong !== undefined)
    return { kind: 'refuted', code: 'E_SIG', why: `the cosignature of the witness ${wrong.name} is wrong` }
  if (isQuorumMet(policy, new Set(cosignatures.map(({ witness }) => witness)))) return proven
  const why = `the trust policy asks for the witnesses ${policy.quorum}, who have not cosigned the checkpoint of the proof`
  return { kind: 'not-determined', why }
}
