import {
  type ConsistencyCheck,
  checkConsistencyFile,
  checkTlogProof,
  type ProofCheck,
  type ProofTrust,
} from '../evidence/check-proof.ts'
import { parseConsistencyFile } from '../evidence/consistency-file.ts'
import { parseLogKeys, reasonKeysDisagree } from '../evidence/log-keys-file.ts'
import { isDemoKeyElsewhere, parseVerifierKey } from '../evidence/note-key.ts'
import { parseTlogProof } from '../evidence/tlog-proof.ts'
import { parseTrustPolicy } from '../evidence/trust-policy.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/** Whose signature counts, as the reader brought it along. */
export interface BroughtTrust {
  /** Text of a `trust.policy`. */
  readonly policy: string | undefined
  /** Text of the `keys.json` beside it, which says how long each key may sign. */
  readonly keys: string | undefined
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
  const trust = toTrust(brought)
  const proof = parseTlogProof(proofText)
  if (proof === undefined)
    return { kind: 'refuted', code: 'E_PROOF', why: 'the file does not hold a proof in the form of C2SP tlog-proof' }
  const line = record.at(-1) === 10 ? record.subarray(0, -1) : record
  return checkTlogProof(proof, line, trust)
}

/**
 * Holds a consistency proof against the checkpoint that was kept.
 *
 * @param kept text of the earlier checkpoint
 * @throws Refusal (2) for a key or policy that is none
 */
export function checkConsistency(proofText: string, kept: string, brought: BroughtTrust): ConsistencyCheck {
  const trust = toTrust(brought)
  const file = parseConsistencyFile(proofText)
  if (file !== undefined) return checkConsistencyFile(file, kept, trust)
  return { kind: 'refuted', code: 'E_PROOF', why: 'the file does not hold a proof that one log continues another' }
}

function toTrust({ policy, keys, vkeys }: BroughtTrust): ProofTrust {
  const given = vkeys.map((text) => {
    const key = parseVerifierKey(text.trim())
    if (key !== undefined) return key
    throw refusal('This is not an Ed25519 verifier key whose key id fits', 'It is NAME+ID+KEY; quote it for the shell.')
  })
  const asReviewed = 'Give it as the protected branch has it.'
  const reading = policy === undefined ? undefined : parseTrustPolicy(policy)
  if (reading?.ok === false)
    throw refusal(`The trust policy is not one: line ${reading.line}: ${reading.why}`, asReviewed)
  const listed = keys === undefined ? undefined : parseLogKeys(keys)
  if (listed?.ok === false) throw refusal(`The list of keys is not one: ${listed.why}`, asReviewed)
  const disagreement = listed && reading && reasonKeysDisagree(reading.policy.logs, listed.keys)
  if (disagreement !== undefined) throw refusal(`keys.json does not go with trust.policy: ${disagreement}`, asReviewed)
  const all = [...given, ...(listed?.keys ?? reading?.policy.logs ?? [])]
  if (all.some(isDemoKeyElsewhere))
    throw refusal('The key of the demonstration is trusted for another log', 'Give the key of the log.')
  return { ...reading?.policy, keys: all }
}

const refusal = (what: string, remedy: string) => new Refusal(exitStatus.usage, what, remedy)
