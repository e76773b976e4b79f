import { checkTlogProof, type ProofCheck } from '../evidence/check-proof.ts'
import { isDemoKeyElsewhere, parseVerifierKey, type VerifierKey } from '../evidence/note-key.ts'
import { parseTlogProof } from '../evidence/tlog-proof.ts'
import { parseTrustPolicy, type TrustPolicy } from '../evidence/trust-policy.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/** Whose signature counts, as the reader brought it along. */
export interface BroughtTrust {
  /** Text of a `trust.policy`. */
  readonly policy: string | undefined
  /** Verifier keys, `NAME+ID+KEY`. */
  readonly vkeys: readonly string[]
}

/**
 * Holds a proof file against the record beside it. Needs no repository and no network.
 *
 * @param record the bytes of the record; one line feed at their end, as an editor may add it, is no part of them
 * @throws Refusal (2) for a key or policy that is none
 */
export function checkProofFile(proofText: string, record: Uint8Array, brought: BroughtTrust): ProofCheck {
  const { keys, policy } = broughtKeys(brought)
  const proof = parseTlogProof(proofText)
  if (proof === undefined)
    return { kind: 'refuted', code: 'E_PROOF', why: 'the file does not hold a proof in the form of C2SP tlog-proof' }
  const line = record.at(-1) === 10 ? record.subarray(0, -1) : record
  return checkTlogProof(proof, line, keys, policy)
}

function broughtKeys({ policy, vkeys }: BroughtTrust): {
  readonly keys: readonly VerifierKey[]
  readonly policy: TrustPolicy | undefined
} {
  const given = vkeys.map((text) => {
    const key = parseVerifierKey(text.trim())
    if (key === undefined) {
      const what = 'This is not an Ed25519 verifier key whose key id fits'
      throw new Refusal(exitStatus.usage, what, 'It has the form NAME+ID+KEY; quote it for the shell.')
    }
    return key
  })
  const reading = policy === undefined ? undefined : parseTrustPolicy(policy)
  if (reading?.ok === false) {
    const what = `The trust policy is not one: line ${reading.line}: ${reading.why}`
    throw new Refusal(exitStatus.usage, what, 'Give `trust.policy` as the protected branch has it.')
  }
  const keys = [...given, ...(reading?.policy.logs ?? [])]
  if (keys.some(isDemoKeyElsewhere)) {
    const what = 'The key of the demonstration is trusted for another log, and everybody has it'
    throw new Refusal(exitStatus.usage, what, 'Give the key of the log.')
  }
  return { keys, policy: reading?.policy }
}
