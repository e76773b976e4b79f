import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkTimeStamp, receiptLimitBytes } from '../../../../src/evidence/time-stamp/check.ts'
import { der, derInteger, tag } from '../../../../src/evidence/time-stamp/der.ts'
import { makeCertificate, timeStamping, trusted } from '../../../support/time-stamp/make-certificate.ts'
import { accuracyOf, makeReceipt, type ReceiptOptions, sha256 } from '../../../support/time-stamp/make-receipt.ts'

const ca = makeCertificate({ name: 'CA', isCa: true })
const otherCa = makeCertificate({ name: 'CA', isCa: true })
const leaf = { name: 'TSA', issuer: ca, purposes: [timeStamping], usage: 0x80 } as const
const signer = makeCertificate(leaf)
const roots = trusted(ca)
const digest = sha256('a checkpoint')
const check = (options: Partial<ReceiptOptions> = {}, certificates = roots) =>
  checkTimeStamp(makeReceipt({ digest, signer, ...options }), digest, certificates)
const kindOf = (options: Partial<ReceiptOptions>, certificates = roots) => check(options, certificates).kind

test('a time stamp says when, how exactly, and to which question', () => {
  const receipt = { accuracy: accuracyOf(1, 500), nonce: Buffer.from('8000000000000001', 'hex') }
  expect(check({ ...receipt, time: '2026-03-01T12:00:00.25Z' })).toEqual({
    kind: 'good',
    timeMs: Date.parse('2026-03-01T12:00:00.250Z'),
    accuracyMs: 1500,
    nonce: Buffer.from('008000000000000001', 'hex'),
    certificateEndsMs: Date.parse('2040-01-01T00:00:00Z'),
  })
  expect(check()).toMatchObject({ kind: 'good', accuracyMs: null, nonce: undefined })
})

test('keys of RSA, other digests and other ways to name the signer are taken', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const rsa = makeCertificate({ ...leaf, key })
  expect(kindOf({ signer: rsa })).toBe('good')
  expect(kindOf({ signer: rsa, signatureOid: '1.2.840.113549.1.1.11' })).toBe('good')
  expect(kindOf({ signer: rsa, digestName: 'sha512' })).toBe('good')
  expect(kindOf({ digestName: 'sha512', signatureOid: '1.2.840.10045.4.3.4' })).toBe('good')
  expect(kindOf({ namedBy: 'key' })).toBe('good')
  expect(kindOf({ binds: 'v1' })).toBe('good')
  expect(kindOf({ binds: 'both' })).toBe('good')
  expect(kindOf({ status: 1 })).toBe('good')
})

test('an authority that says no is heard', () => {
  expect(check({ status: 2 })).toEqual({ kind: 'rejected', why: 'status 2' })
  const words = der(tag.sequence, der(0x0c, Buffer.from('go away')))
  const no = der(
    tag.sequence,
    der(tag.sequence, derInteger(Buffer.of(2)), words, der(tag.bitString, Buffer.of(5, 0x20))),
  )
  expect(checkTimeStamp(no, digest, roots)).toEqual({ kind: 'rejected', why: 'status 2, go away' })
})

describe('what nobody may rely on', () => {
  const bad: readonly (readonly [string, Partial<ReceiptOptions>, RegExp])[] = [
    ['other bytes', { digest: sha256('another') }, /for other bytes/],
    ['a digest of another kind', { imprintOid: '1.3.14.3.2.26' }, /for other bytes/],
    ['no certificate in it', { certificates: [] }, /does not hold the certificate/],
    ['the certificate of another', { certificates: [ca] }, /does not hold the certificate/],
    ['attributes that name another certificate', { binds: 'other' }, /not bound/],
    ['attributes that name none', { binds: 'none' }, /not bound/],
    ['content of another type', { contentType: '1.2.840.113549.1.7.1' }, /does not say for what/],
    ['signature with SHA-1', { digestName: 'sha1' }, /does not count/],
    ['signature whose digest is another', { digestName: 'sha512' }, /do not agree/],
    ['signature of another kind of key', { signatureOid: '1.2.840.113549.1.1.1' }, /does not count/],
    ['a critical extension', { infoExtension: '1.2.3' }, /critical extension 1\.2\.3/],
    ['an attribute that is there twice', { twice: 'attribute' }, /has not exactly one value/],
    ['an attribute with two values', { twice: 'value' }, /has not exactly one value/],
    ['a signer of another version', { signerVersion: 3 }, /signer of another version/],
    ['parameters of a digest', { parameters: Buffer.of(0) }, /odd parameters/],
    ['two signers', { signers: 2 }, /exactly one signer/],
    ['no signer', { signers: 0 }, /exactly one signer/],
    [
      'another time than was signed',
      { alterContent: (content) => Buffer.from(content.toString('latin1').replace('20260301', '20250301'), 'latin1') },
      /not what was signed/,
    ],
  ]
  test.each(bad)('%s', (_name, options, why) => {
    expect(check(options)).toEqual({ kind: 'bad', why: expect.stringMatching(why) })
  })

  const signers: readonly (readonly [string, Partial<Parameters<typeof makeCertificate>[0]>, RegExp])[] = [
    ['no purpose', { purposes: [] }, /not meant for time stamps/],
    ['another purpose', { purposes: ['1.3.6.1.5.5.7.3.1'] }, /not meant for time stamps/],
    ['a purpose beside it', { purposes: [timeStamping, '1.3.6.1.5.5.7.3.1'] }, /not meant for time stamps/],
    ['a purpose that need not be heeded', { purposesAreCritical: false }, /not meant for time stamps/],
    ['a key that must not sign data', { usage: 0x04 }, /not one that signs data/],
    ['an authority over others', { isCa: true }, /not one that signs data/],
    ['not valid yet', { from: '2026-03-01T12:00:01Z' }, /not valid yet/],
    ['not valid any more', { to: '2026-03-01T11:59:59Z' }, /not valid any more/],
    ['an extension that is there twice', { repeats: true }, /does not hold the certificate/],
    ['an extension that must be understood', { extraCritical: '1.2.3.4' }, /critical extension 1\.2\.3\.4/],
  ]
  test.each(signers)('signed by a certificate with %s', (_name, options, why) => {
    const other = makeCertificate({ ...leaf, ...options })
    expect(check({ signer: other })).toEqual({ kind: 'bad', why: expect.stringMatching(why) })
  })

  test('signed by a certificate that says nothing of its purpose', () => {
    const { purposes: _purposes, ...plain } = leaf
    expect(kindOf({ signer: makeCertificate(plain) })).toBe('bad')
  })

  test('signed by a certificate with a weak key or a weak signature', () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    expect(check({ signer: makeCertificate({ ...leaf, key }) })).toMatchObject({
      why: expect.stringMatching(/too weak/),
    })
    const curve = generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).privateKey
    expect(check({ signer: makeCertificate({ ...leaf, key: curve }) })).toMatchObject({
      why: expect.stringMatching(/too weak/),
    })
    const sha1 = makeCertificate({ ...leaf, digest: 'sha1' })
    expect(check({ signer: sha1 })).toMatchObject({ why: expect.stringMatching(/does not count any more/) })
  })

  test('signed with a key that is not that of its certificate', () => {
    const { key } = makeCertificate(leaf)
    expect(check({ signer: { ...signer, key } })).toEqual({ kind: 'bad', why: 'its signature is wrong' })
  })

  test('an answer without end', () => {
    const long = Buffer.alloc(receiptLimitBytes + 1)
    expect(checkTimeStamp(long, digest, roots)).toMatchObject({ why: expect.stringMatching(/longer than/) })
  })

  test('nothing, cut answers, and what follows the end', () => {
    const whole = makeReceipt({ digest, signer })
    for (let length = 0; length < whole.length; length += 1)
      expect(checkTimeStamp(whole.subarray(0, length), digest, roots).kind).toBe('bad')
    expect(checkTimeStamp(Buffer.concat([whole, Buffer.of(0)]), digest, roots).kind).toBe('bad')
    expect(checkTimeStamp(Buffer.from('<!doctype html><title>Not here</title>'), digest, roots).kind).toBe('bad')
  })
})

describe('who vouches for the signer', () => {
  const middle = makeCertificate({ name: 'Middle', issuer: ca, isCa: true, pathLength: 0 })
  const below = makeCertificate({ ...leaf, issuer: middle })

  test('nobody who is trusted', () => {
    expect(kindOf({}, [])).toBe('unknown-authority')
    // The same name, another key.
    expect(kindOf({}, trusted(otherCa))).toBe('unknown-authority')
    // What comes with the answer is believed only below something trusted.
    expect(kindOf({ certificates: [signer, ca] }, trusted(otherCa))).toBe('unknown-authority')
    expect(kindOf({}, trusted(signer))).toBe('unknown-authority')
  })

  test('certificates between, from the answer or trusted themselves', () => {
    expect(kindOf({ signer: below })).toBe('unknown-authority')
    expect(kindOf({ signer: below, certificates: [below, middle] })).toBe('good')
    expect(kindOf({ signer: below, certificates: [middle, below, ca, otherCa] })).toBe('good')
    expect(kindOf({ signer: below }, trusted(middle))).toBe('good')
  })

  test('each of them valid at the time, meant for it, and allowed to go that deep', () => {
    const cases = [
      { to: '2026-03-01T11:59:59Z' },
      { from: '2026-03-01T12:00:01Z' },
      { extraCritical: '1.2.3.4' },
      { purposes: ['1.3.6.1.5.5.7.3.1'] },
      { digest: 'sha1' },
    ] as const
    for (const fault of cases) {
      const faulty = makeCertificate({ name: 'Middle', issuer: ca, isCa: true, ...fault })
      const under = makeCertificate({ ...leaf, issuer: faulty })
      expect(kindOf({ signer: under, certificates: [under, faulty] })).toBe('bad')
    }
    const deep = makeCertificate({ name: 'Deep', issuer: middle, isCa: true })
    const under = makeCertificate({ ...leaf, issuer: deep })
    expect(check({ signer: under, certificates: [under, deep, middle] })).toMatchObject({
      why: expect.stringMatching(/more authorities below it/),
    })
    const idle = makeCertificate({ name: 'Must not certify', isCa: true, usage: 0x80 })
    expect(kindOf({ signer: makeCertificate({ ...leaf, issuer: idle }) }, trusted(idle))).toBe('unknown-authority')
    const notCa = makeCertificate({ name: 'No CA', issuer: ca })
    const undue = makeCertificate({ ...leaf, issuer: notCa })
    expect(kindOf({ signer: undue, certificates: [undue, notCa] })).toBe('unknown-authority')
    const expiredRoot = makeCertificate({ name: 'CA', isCa: true, key: ca.key, to: '2026-01-01T00:00:00Z' })
    expect(kindOf({}, trusted(expiredRoot))).toBe('bad')
    // One good way is enough.
    expect(kindOf({}, trusted(expiredRoot, ca))).toBe('good')
  })

  test('certificates that vouch for each other in circles end', () => {
    const one = makeCertificate({ name: 'One', isCa: true })
    const two = makeCertificate({ name: 'Two', issuer: one, isCa: true })
    const again = makeCertificate({ name: 'One', issuer: two, isCa: true, key: one.key })
    const under = makeCertificate({ ...leaf, issuer: again })
    expect(kindOf({ signer: under, certificates: [under, one, two, again] })).toBe('unknown-authority')
  })

  test('many certificates that all vouch for each other cost no more than their number', () => {
    const { key } = ca
    const loop = Array.from({ length: 15 }, () => makeCertificate({ name: 'Loop', isCa: true, key }))
    const [first] = loop
    const under = makeCertificate({ ...leaf, ...(first && { issuer: first }) })
    expect(kindOf({ signer: under, certificates: [under, ...loop] }, trusted(otherCa))).toBe('unknown-authority')
  })

  test('a certificate that cannot be read vouches for nothing', () => {
    const rubbish = { bytes: der(tag.sequence, derInteger(Buffer.of(1))) }
    expect(kindOf({ certificates: [rubbish, signer] })).toBe('good')
    expect(kindOf({ certificates: Array.from({ length: 17 }, () => signer) })).toBe('bad')
  })
})

test('a certificate that has expired since makes no difference: the token is judged at its own time', () => {
  const past = makeCertificate({ ...leaf, to: '2026-03-01T12:00:00Z' })
  expect(check({ signer: past })).toMatchObject({
    kind: 'good',
    certificateEndsMs: Date.parse('2026-03-01T12:00:00Z'),
  })
})

test('each changed byte is noticed or changes nothing that is believed', () => {
  const whole = makeReceipt({ digest, signer, accuracy: accuracyOf(1, 500), nonce: Buffer.from('11223344', 'hex') })
  const sound = checkTimeStamp(whole, digest, roots)
  expect(sound.kind).toBe('good')
  const harmless = new Set<number>()
  for (let at = 0; at < whole.length; at += 1)
    for (const mask of [0x01, 0x80, 0xff]) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ mask
      const result = checkTimeStamp(changed, digest, roots)
      if (result.kind !== 'good') continue
      expect(result).toEqual(sound)
      harmless.add(at)
    }
  // The status that was granted either way, and the list of digests that a reader may use: nothing else is free.
  expect(harmless.size).toBeLessThan(16)
})

test('whatever is done to an answer, it is judged and nothing is thrown', () => {
  const middle = makeCertificate({ name: 'Middle', issuer: ca, isCa: true })
  const below = makeCertificate({ ...leaf, issuer: middle })
  const whole = makeReceipt({ digest, signer: below, certificates: [middle, below], accuracy: accuracyOf(1, 500) })
  const sound = checkTimeStamp(whole, digest, roots)
  const edits = fc.array(fc.tuple(fc.nat(whole.length), fc.nat(4), fc.uint8Array({ maxLength: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(edits, (drawn) => {
      let bytes: Buffer = whole
      for (const [at, cut, put] of drawn) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
      const result = checkTimeStamp(bytes, digest, roots)
      if (result.kind === 'good') expect(result).toEqual(sound)
    }),
    { numRuns: 1500 },
  )
})
