import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './note-key.ts'

/** What `trust.policy` says: whose signature makes a checkpoint, and which witnesses must have seen it. */
interface TrustPolicy {
  /** Any of these may sign; several while a key is being replaced. */
  readonly logs: readonly VerifierKey[]
  readonly witnesses: readonly string[]
  /** Name of the witness whose cosignature is required; undefined for `quorum none`. */
  readonly quorum: string | undefined
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: TrustPolicy }
  | { readonly ok: false; readonly line: number; readonly why: string }

const MAX_LENGTH = 65_536
const MAX_LINES = 32

/**
 * Reads the C2SP tlog-policy format: `log <vkey> [url]`, `witness <name> <vkey> [url]`, exactly one `quorum <name>|none`,
 * comments and empty lines. Groups, and anything else, are refused and not skipped: a line that is not understood may be
 * the one that matters.
 *
 * @see https://c2sp.org/tlog-policy
 */
export function parseTrustPolicy(text: string): PolicyReading {
  if (text.length > MAX_LENGTH) return { ok: false, line: 1, why: `longer than ${MAX_LENGTH} characters` }
  const logs: VerifierKey[] = []
  const witnesses: string[] = []
  const keysSeen = new Set<string>()
  let quorum: string | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const refuse = (why: string): PolicyReading => ({ ok: false, line: index + 1, why })
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(raw)) return refuse('a control character, such as a carriage return')
    const words = raw.split(/[ \t]+/).filter((word) => word !== '')
    const [first, ...rest] = words
    if (first === undefined || first.startsWith('#')) continue
    if (first === 'log' && (rest.length === 1 || rest.length === 2)) {
      const key = parseVerifierKey(rest[0] ?? '')
      if (key === undefined) return refuse('not an Ed25519 verifier key (type 0x01) whose key id fits')
      if (keysSeen.has(key.publicKey.toString('hex'))) return refuse('the same key twice')
      if (logs.length === MAX_LINES) return refuse(`more than ${MAX_LINES} logs`)
      keysSeen.add(key.publicKey.toString('hex'))
      logs.push(key)
    } else if (first === 'witness' && (rest.length === 2 || rest.length === 3)) {
      const [name = '', key = ''] = rest
      if (name === 'none' || witnesses.includes(name)) return refuse(`the name ${name} is taken`)
      if (!/^[^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/.test(key)) return refuse('not a verifier key')
      if (keysSeen.has(key)) return refuse('the same key twice')
      if (witnesses.length === MAX_LINES) return refuse(`more than ${MAX_LINES} witnesses`)
      keysSeen.add(key)
      witnesses.push(name)
    } else if (first === 'quorum' && rest.length === 1) {
      if (quorum !== undefined) return refuse('a second quorum line')
      quorum = rest[0] ?? ''
      if (quorum !== 'none' && !witnesses.includes(quorum)) return refuse(`no witness named ${quorum} above`)
    } else return refuse('not a log, witness or quorum line that is understood here')
  }
  if (quorum === undefined)
    return { ok: false, line: text.split('\n').length, why: 'no quorum line; write `quorum none`' }
  return { ok: true, policy: { logs, witnesses, quorum: quorum === 'none' ? undefined : quorum } }
}

/** The policy that `evidence init` proposes for review. */
export function formatTrustPolicy(key: VerifierKey): string {
  return [
    '# Who vouches for the evidence log of this repository (https://c2sp.org/tlog-policy).',
    '# A change here decides what counts as evidence: review it like a change of the locks.',
    `log ${formatVerifierKey(key)}`,
    'quorum none',
    '',
  ].join('\n')
}
