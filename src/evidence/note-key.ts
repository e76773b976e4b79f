import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** A log's Ed25519 verifier key in the form of C2SP signed-note: `<name>+<key id>+<base64(0x01 || public key)>`. */
export interface VerifierKey {
  readonly name: string
  /** Eight hex digits: the first four bytes of SHA-256(name, line feed, 0x01, public key). */
  readonly id: string
  /** 32 bytes. */
  readonly publicKey: Buffer
}

/** A witness's verifier key: type 0x04 (Ed25519) or 0x06 (ML-DSA-44) of C2SP tlog-cosignature. */
export interface CosignerKey {
  readonly name: string
  /** Eight hex digits. */
  readonly id: string
  readonly algorithm: 'ed25519' | 'ml-dsa-44'
  /** 32 bytes, or 1312 of ML-DSA-44. */
  readonly publicKey: Buffer
}

/** The other half: `PRIVATE+KEY+<name>+<key id>+<base64(0x01 || seed)>`. Never printed. */
export interface SignerKey {
  readonly verifier: VerifierKey
  sign(text: Uint8Array): Buffer
}

const ED25519 = 1
const COSIGNATURE_ED25519 = 4
const COSIGNATURE_ML_DSA_44 = 6
/** PKCS #8 (RFC 8410) around a 32 byte seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Key names hold no space and no plus (C2SP signed-note); ours are printable ASCII, so that they look as they are. */
export function isKeyName(name: string): boolean {
  return /^[!-*,-~]{1,200}$/.test(name)
}

/**
 * What C2SP signed-note allows as the name of a key: anything but Unicode spaces and plus. Names of witnesses are not ours to
 * choose; they are escaped where they are printed.
 */
export function isForeignKeyName(name: string): boolean {
  return /^[^\s+\p{C}]{1,200}$/u.test(name)
}

/** Standard base64 with padding, and only its one canonical spelling. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined
}

/** @see https://c2sp.org/signed-note#verifier-keys */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const { name, id, type, material } = splitKey(text) ?? {}
  if (name === undefined || id === undefined || type !== ED25519 || material?.length !== 32) return undefined
  return isKeyName(name) && keyId(name, type, material) === id ? { name, id, publicKey: material } : undefined
}

/** @see https://c2sp.org/tlog-cosignature */
export function parseCosignerKey(text: string): CosignerKey | undefined {
  const { name, id, type, material } = splitKey(text) ?? {}
  if (name === undefined || id === undefined || type === undefined || material === undefined) return undefined
  const algorithm =
    type === COSIGNATURE_ED25519 && material.length === 32
      ? 'ed25519'
      : type === COSIGNATURE_ML_DSA_44 && material.length === 1312
        ? 'ml-dsa-44'
        : undefined
  if (algorithm === undefined || !isForeignKeyName(name) || keyId(name, type, material) !== id) return undefined
  return { name, id, algorithm, publicKey: material }
}

function splitKey(text: string) {
  const fields = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [, name = '', id = '', encoded = ''] = fields ?? []
  const bytes = decodeBase64(encoded)
  return bytes && { name, id, type: bytes[0], material: bytes.subarray(1) }
}

export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.id}+${Buffer.concat([Buffer.of(ED25519), key.publicKey]).toString('base64')}`
}

/** @returns undefined where the text is not a signer key; the reason would quote a secret */
export function parseSignerKey(text: string): SignerKey | undefined {
  const fields = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim())
  const [, name = '', id = '', encoded = ''] = fields ?? []
  const bytes = decodeBase64(encoded)
  if (bytes === undefined || bytes.length !== 33 || bytes[0] !== ED25519 || !isKeyName(name)) return undefined
  const key = signerOfSeed(name, bytes.subarray(1))
  return key.verifier.id === id ? key : undefined
}

export function formatSignerKey(name: string, seed: Uint8Array): string {
  const { id } = signerOfSeed(name, seed).verifier
  return `PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(ED25519), seed]).toString('base64')}`
}

/** @param seed 32 bytes */
export function signerOfSeed(name: string, seed: Uint8Array): SignerKey {
  if (!isKeyName(name)) throw new RangeError('a key name is printable ASCII without space and plus')
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url')
  return {
    verifier: { name, id: keyId(name, ED25519, publicKey), publicKey },
    sign: (text) => sign(null, text, key),
  }
}

export function isSignedBy(key: Pick<VerifierKey, 'publicKey'>, text: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, text, keyObject(key), signature)
}

function keyObject(key: Pick<VerifierKey, 'publicKey'>): KeyObject {
  const x = key.publicKey.toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

function keyId(name: string, type: number, publicKey: Uint8Array): string {
  const hash = createHash('sha256').update(name).update(Buffer.of(10, type)).update(publicKey)
  return hash.digest('hex').slice(0, 8)
}

const DEMO_ORIGIN = 'example.invalid/demo'
const demoSeed = () => createHash('sha256').update('countersign demo key, not a secret').digest()

/** The key of the shipped demonstration. Anyone can make it, so it vouches for nothing. */
export function demoSigner(): SignerKey {
  return signerOfSeed(DEMO_ORIGIN, demoSeed())
}

/** Whether a key is the demonstration's used for a log that is not the demonstration's. */
export function isDemoKeyElsewhere(key: VerifierKey): boolean {
  return key.name !== DEMO_ORIGIN && key.publicKey.equals(demoSigner().verifier.publicKey)
}
