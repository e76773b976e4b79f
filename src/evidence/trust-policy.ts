import {
  type CosignerKey,
  formatVerifierKey,
  parseCosignerKey,
  parseVerifierKey,
  type VerifierKey,
} from './note-key.ts'

/** Somebody who looks at the log and says when it saw which head. */
export interface Witness {
  /** Name in the policy; means nothing outside of it. */
  readonly name: string
  readonly key: CosignerKey
}

/** Members are names of witnesses and of groups above; the group has witnessed once `threshold` of them have. */
interface WitnessGroup {
  readonly name: string
  readonly threshold: number
  readonly members: readonly string[]
}

/** What `trust.policy` says: whose signature makes a checkpoint, and which witnesses must have seen it. */
export interface TrustPolicy {
  /** Any of these may sign; several while a key is being replaced. */
  readonly logs: readonly VerifierKey[]
  readonly witnesses: readonly Witness[]
  readonly groups: readonly WitnessGroup[]
  /** Name of the witness or group that must have cosigned; undefined for `quorum none`. */
  readonly quorum: string | undefined
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: TrustPolicy }
  | { readonly ok: false; readonly line: number; readonly why: string }

const MAX_LENGTH = 262_144
/** C2SP recommends to support at least as many. */
const MAX_OF_A_KIND = 32

/**
 * Reads the C2SP tlog-policy format: `log <vkey> [url]`, `witness <name> <vkey> [url]`, `group <name> <n>|any|all <member>...`,
 * exactly one `quorum <name>|none`, comments and empty lines. Anything else is refused and not skipped: a line that is not
 * understood may be the one that matters.
 *
 * Stricter than C2SP in two things: a key is named once in all, so that no log can witness itself, and the text is UTF-8.
 *
 * @see https://c2sp.org/tlog-policy
 */
export function parseTrustPolicy(text: string): PolicyReading {
  if (text.length > MAX_LENGTH) return { ok: false, line: 1, why: `longer than ${MAX_LENGTH} characters` }
  const reader = new PolicyReader()
  const lines = text.split('\n')
  for (const [index, raw] of lines.entries()) {
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(raw))
      return { ok: false, line: index + 1, why: 'a control character, such as a carriage return' }
    // Names are bytes; two that are no text would look the same once read.
    if (raw.includes('\ufffd')) return { ok: false, line: index + 1, why: 'not UTF-8' }
    const [first, ...rest] = raw.split(/[ \t]+/).filter((word) => word !== '')
    if (first === undefined || first.startsWith('#')) continue
    const why = reader.take(first, rest)
    if (why !== undefined) return { ok: false, line: index + 1, why }
  }
  const { logs, witnesses, groups, quorum } = reader
  if (quorum === undefined) return { ok: false, line: lines.length, why: 'no quorum line; write `quorum none`' }
  return { ok: true, policy: { logs, witnesses, groups, quorum: quorum === 'none' ? undefined : quorum } }
}

class PolicyReader {
  readonly logs: VerifierKey[] = []
  readonly witnesses: Witness[] = []
  readonly groups: WitnessGroup[] = []
  quorum: string | undefined
  readonly #keys = new Set<string>()
  /** Witnesses and groups share one space of names. */
  readonly #names = new Set<string>()
  readonly #members = new Set<string>()

  /** @returns why a line is refused */
  take(word: string, rest: readonly string[]): string | undefined {
    const [first = '', second = '', ...more] = rest
    if (word === 'log' && (rest.length === 1 || rest.length === 2)) return this.#takeLog(first)
    if (word === 'witness' && (rest.length === 2 || rest.length === 3)) return this.#takeWitness(first, second)
    if (word === 'group' && rest.length >= 3) return this.#takeGroup(first, second, more)
    if (word === 'quorum' && rest.length === 1) return this.#takeQuorum(first)
    return 'not a log, witness, group or quorum line that is understood here'
  }

  #takeLog(vkey: string): string | undefined {
    const key = parseVerifierKey(vkey)
    if (key === undefined) return 'not an Ed25519 verifier key (type 0x01) whose key id fits'
    if (this.logs.length === MAX_OF_A_KIND) return `more than ${MAX_OF_A_KIND} logs`
    this.logs.push(key)
    return this.#takeKey(key.publicKey)
  }

  #takeWitness(name: string, vkey: string): string | undefined {
    const key = parseCosignerKey(vkey)
    if (key === undefined) return 'not the verifier key of a witness (type 0x04 or 0x06) whose key id fits'
    if (this.witnesses.length === MAX_OF_A_KIND) return `more than ${MAX_OF_A_KIND} witnesses`
    this.witnesses.push({ name, key })
    return this.#takeKey(key.publicKey) ?? this.#takeName(name)
  }

  #takeGroup(name: string, size: string, members: readonly string[]): string | undefined {
    if (this.groups.length === MAX_OF_A_KIND) return `more than ${MAX_OF_A_KIND} groups`
    for (const member of members) {
      if (!this.#names.has(member)) return `no witness or group named ${member} above`
      // It would count twice.
      if (this.#members.has(member)) return `${member} is in a group already`
      this.#members.add(member)
    }
    const threshold =
      size === 'any' ? 1 : size === 'all' ? members.length : /^[1-9]\d{0,2}$/.test(size) ? Number(size) : 0
    if (threshold < 1 || threshold > members.length)
      return `${size} is not any, all or a number from 1 to ${members.length}`
    this.groups.push({ name, threshold, members })
    return this.#takeName(name)
  }

  #takeQuorum(name: string): string | undefined {
    if (this.quorum !== undefined) return 'a second quorum line'
    this.quorum = name
    return name === 'none' || this.#names.has(name) ? undefined : `no witness or group named ${name} above`
  }

  #takeName(name: string): string | undefined {
    if (name === 'none' || this.#names.has(name)) return `the name ${name} is taken`
    this.#names.add(name)
    return undefined
  }

  #takeKey(publicKey: Buffer): string | undefined {
    const hex = publicKey.toString('hex')
    if (this.#keys.has(hex)) return 'the same key twice'
    this.#keys.add(hex)
    return undefined
  }
}

/**
 * Whether enough witnesses have cosigned.
 *
 * @param cosigned names of the witnesses whose cosignature is right
 */
export function isQuorumMet(
  { groups, quorum }: Pick<TrustPolicy, 'groups' | 'quorum'>,
  cosigned: ReadonlySet<string>,
): boolean {
  if (quorum === undefined) return true
  const witnessed = new Set(cosigned)
  // In their order: members are always above.
  for (const { name, threshold, members } of groups)
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name)
  return witnessed.has(quorum)
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

/** A policy with one more log, all else as it was written: comments and witnesses stay. */
export function withLog(text: string, key: VerifierKey): string {
  const lines = text.split('\n')
  const last = lines.findLastIndex((line) => /^[ \t]*log[ \t]/.test(line))
  return lines.toSpliced(last + 1, 0, `log ${formatVerifierKey(key)}`).join('\n')
}

/** A policy without a log, all else as it was written. */
export function withoutLog(text: string, key: VerifierKey): string {
  const vkey = formatVerifierKey(key)
  return text
    .split('\n')
    .filter((line) => {
      const [word, first] = line.split(/[ \t]+/).filter((part) => part !== '')
      return !(word === 'log' && first === vkey)
    })
    .join('\n')
}
