import { LogKeys as validate } from '../read/trust-validators.gen.js'
import type { TrustedKey } from './key-intervals.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './note-key.ts'
import { parsePlainJson } from './plain-json.ts'

/** A PIN file of the past that reviewers decided not to hold against the log. */
export interface SetAsidePin {
  readonly commit: string
  readonly reason: string
}

interface LogKeys {
  readonly keys: readonly TrustedKey[]
  readonly setAside: readonly SetAsidePin[]
}

export type KeysReading = ({ readonly ok: true } & LogKeys) | { readonly ok: false; readonly why: string }

const MAX_LENGTH = 131_072

/** Reads `keys.json` (schemas/log-keys.json). */
export function parseLogKeys(text: string): KeysReading {
  const refuse = (why: string): KeysReading => ({ ok: false, why })
  if (text.length > MAX_LENGTH) return refuse(`longer than ${MAX_LENGTH} characters`)
  const plain = parsePlainJson(text)
  if (plain === undefined) return refuse('not JSON, or not in its plain form: a member twice, an escape without need')
  const { value } = plain
  if (!validate(value)) {
    const [fault] = validate.errors ?? []
    return refuse(`${fault?.instancePath || 'the file'} ${fault?.message ?? 'does not fit schemas/log-keys.json'}`)
  }
  const file = value as { keys: readonly ({ vkey: string } & TrustedKey)[]; setAside?: readonly SetAsidePin[] }
  const keys: TrustedKey[] = []
  for (const { vkey, ...interval } of file.keys) {
    const key = parseVerifierKey(vkey)
    if (key === undefined) return refuse(`${vkey} is not an Ed25519 verifier key (type 0x01) whose key id fits`)
    const name = `${key.name}+${key.id}`
    const trusted = { ...interval, ...key }
    if (keys.some(({ publicKey }) => publicKey.equals(key.publicKey))) return refuse(`${name} is there twice`)
    if (keys.some((other) => other.name !== key.name)) return refuse('its keys are of different logs')
    if (trusted.validTo !== undefined && trusted.validTo < (trusted.validFrom ?? 0))
      return refuse(`${name} ends before it begins`)
    if (trusted.revoked === true && trusted.validTo === undefined)
      return refuse(`${name} is revoked, and validTo does not say from where on`)
    if (trusted.revoked === true && trusted.reason === undefined) return refuse(`${name} is revoked without a reason`)
    keys.push(trusted)
  }
  const setAside = file.setAside ?? []
  if (new Set(setAside.map(({ commit }) => commit)).size < setAside.length) return refuse('a commit is set aside twice')
  return { ok: true, keys, setAside }
}

export function formatLogKeys(keys: readonly TrustedKey[], setAside: readonly SetAsidePin[] = []): string {
  const listed = keys.map(({ validFrom = 0, validTo, revoked, reason, ...key }) => ({
    vkey: formatVerifierKey(key),
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
    ...(revoked === true ? { revoked } : {}),
    ...(reason === undefined ? {} : { reason }),
  }))
  const rest = setAside.length === 0 ? {} : { setAside }
  return `${JSON.stringify({ schema: 'countersign/log-keys/v1', keys: listed, ...rest }, null, 2)}\n`
}

/**
 * Holds the two files against each other: both are read by people, and one that says less than the other would be believed.
 *
 * @param logs of the trust policy
 * @param keys of keys.json
 * @returns why they disagree
 */
export function reasonKeysDisagree(logs: readonly VerifierKey[], keys: readonly TrustedKey[]): string | undefined {
  const has = (list: readonly VerifierKey[], key: VerifierKey) =>
    list.some(({ name, publicKey }) => name === key.name && publicKey.equals(key.publicKey))
  const unlisted = logs.find((log) => !has(keys, log))
  if (unlisted !== undefined) return `it does not list ${unlisted.name}+${unlisted.id}, which trust.policy names`
  const open = keys.find((key) => key.validTo === undefined && !has(logs, key))
  return open && `it lets ${open.name}+${open.id} sign without end, and trust.policy does not name it`
}
