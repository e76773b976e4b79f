import type { LogCreated } from '../model/evidence.ts'
import { type CheckpointNote, checkSignature, type SignatureCheck } from './checkpoint.ts'
import { type Cosignature, checkCosignatures } from './cosignature.ts'
import { describeInterval, type TrustedKey } from './key-intervals.ts'
import type { LogFindingCode } from './log-finding.ts'
import { parseVerifierKey } from './note-key.ts'
import { segmentPath } from './segments.ts'
import type { Witness } from './trust-policy.ts'

/** Whose word counts. Nothing in here comes from the log. */
export interface TrustedParties {
  /** Keys that may sign; none where there is no trust policy. */
  readonly keys: readonly TrustedKey[]
  /** Default none. */
  readonly witnesses?: readonly Witness[]
  /** Name the log must have, where it is known. */
  readonly origin?: string
}

export interface TrustCheck {
  /**
   * Who vouches: a trusted key; nobody, because the log is local and unsigned; or not known, because no key was given.
   * Only the first is proof of anything.
   */
  readonly authenticity: 'signed' | 'unsigned' | 'no-key'
  /** `name+id` of the key. */
  readonly signedBy: string | null
  /** Lines by keys that nobody named. */
  readonly unknownSignatures: number
  /** Of witnesses of the trust policy, on the head itself. */
  readonly cosignatures: readonly Cosignature[]
  /** Witnesses whose line is of a kind that cannot be checked here. */
  readonly uncheckedWitnesses: readonly string[]
}

export const untrusted: TrustCheck = {
  authenticity: 'no-key',
  signedBy: null,
  unknownSignatures: 0,
  cosignatures: [],
  uncheckedWitnesses: [],
}

/** Whose log it is and who vouches. The mode was fixed by record 0: an unsigned head never passes for a signed log. */
export function checkTrust(
  note: CheckpointNote,
  birth: LogCreated | undefined,
  expected: TrustedParties,
  report: (code: LogFindingCode, file: string, message: string) => void,
): TrustCheck {
  const { origin } = note.checkpoint
  const names = expected.keys.map(({ name }) => name)
  if (expected.origin !== undefined && origin !== expected.origin)
    report('E_ORIGIN', 'checkpoint', `the log of ${origin}, not of ${expected.origin}`)
  else if (names.length > 0 && !names.includes(origin))
    report('E_ORIGIN', 'checkpoint', `the log of ${origin}; the trust policy is for ${names.join(', ')}`)
  if (birth !== undefined && birth.data.origin !== origin)
    report('E_ORIGIN', 'checkpoint', `record 0 is of ${birth.data.origin}, the checkpoint of ${origin}`)
  const mode = birth?.data.mode
  if (expected.keys.length === 0) {
    if (mode === 'local-unsigned') {
      if (note.signatures.length > 0) report('E_SIG', 'checkpoint', 'signed, though record 0 says local-unsigned')
      return { ...untrusted, authenticity: 'unsigned' }
    }
    const own = parseVerifierKey(birth?.data.vkey ?? '')
    // The log's own word for its key proves nothing, but a signature that does not even fit that is damage.
    const check = checkSignature(note, own === undefined ? [] : [own])
    if (check.kind === 'unsigned') report('E_SIG', 'checkpoint', 'not signed, though record 0 says signed')
    if (check.kind === 'wrong')
      report('E_SIG', 'checkpoint', `the signature of ${check.by.name}+${check.by.id} is wrong`)
    if (check.kind === 'unknown-key' && own !== undefined)
      report('E_KEY', 'checkpoint', `signed by key ${check.keyId}, though record 0 names ${own.name}+${own.id}`)
    return untrusted
  }
  if (mode === 'local-unsigned')
    report('E_SIG', segmentPath(0), 'record 0 says local-unsigned, though the trust policy names a key')
  const named = birth?.data.vkey
  const first = named === null || named === undefined ? undefined : parseVerifierKey(named)
  // With intervals the first key stays listed for ever, so a log that says another one began it was replaced.
  const hasIntervals = expected.keys.some(({ validFrom }) => validFrom !== undefined)
  if (hasIntervals && first !== undefined && !expected.keys.some(({ publicKey }) => publicKey.equals(first.publicKey)))
    report('E_KEY', segmentPath(0), `record 0 names ${first.name}+${first.id}, which keys.json does not list`)
  const check = checkSignature(note, expected.keys)
  const witnessed = checkCosignatures(note, expected.witnesses ?? [])
  if (witnessed.wrong !== undefined)
    report('E_SIG', 'checkpoint', `the cosignature of the witness ${witnessed.wrong.name} is wrong`)
  const cosigned = { cosignatures: witnessed.cosignatures, uncheckedWitnesses: witnessed.unchecked }
  if (check.kind === 'signed') {
    const { name, id } = check.by
    const unknownSignatures = check.unknownSignatures - witnessed.known
    return { authenticity: 'signed', signedBy: `${name}+${id}`, unknownSignatures, ...cosigned }
  }
  const [code, message] = signatureFinding(check, note.checkpoint.size)
  report(code, 'checkpoint', message)
  return untrusted
}

/** What is wrong with the signature of a head, or of a pin. */
export function signatureFinding(
  check: Exclude<SignatureCheck, { readonly kind: 'signed' }>,
  size: number,
): readonly [code: LogFindingCode, message: string] {
  switch (check.kind) {
    case 'unsigned':
      return ['E_SIG', 'not signed by a key of the trust policy']
    case 'wrong':
      return ['E_SIG', `the signature of ${check.by.name}+${check.by.id} is wrong`]
    case 'unknown-key':
      return ['E_KEY', `signed by key ${check.keyId}, which the trust policy does not name`]
    case 'outside-interval': {
      const { name, id, revoked } = check.by
      const may = `signed at size ${size} by ${name}+${id}, which may sign ${describeInterval(check.by)}`
      return [revoked === true ? 'E_KEY_REVOKED' : 'E_KEY', may]
    }
  }
}
