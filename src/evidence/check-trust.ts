import type { LogCreated } from '../model/evidence.ts'
import { type CheckpointNote, checkSignature } from './checkpoint.ts'
import type { LogFindingCode } from './log-finding.ts'
import { parseVerifierKey, type VerifierKey } from './note-key.ts'
import { segmentPath } from './segments.ts'

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
}

export const untrusted: TrustCheck = { authenticity: 'no-key', signedBy: null, unknownSignatures: 0 }

/** Whose log it is and who vouches. The mode was fixed by record 0: an unsigned head never passes for a signed log. */
export function checkTrust(
  note: CheckpointNote,
  birth: LogCreated | undefined,
  expected: { readonly keys: readonly VerifierKey[]; readonly origin?: string },
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
  const check = checkSignature(note, expected.keys)
  switch (check.kind) {
    case 'signed':
      return {
        authenticity: 'signed',
        signedBy: `${check.by.name}+${check.by.id}`,
        unknownSignatures: check.unknownSignatures,
      }
    case 'unsigned':
      report('E_SIG', 'checkpoint', 'not signed by the key of the trust policy')
      return untrusted
    case 'wrong':
      report('E_SIG', 'checkpoint', `the signature of ${check.by.name}+${check.by.id} is wrong`)
      return untrusted
    case 'unknown-key':
      report('E_KEY', 'checkpoint', `signed by key ${check.keyId}, which the trust policy does not name`)
      return untrusted
  }
}
