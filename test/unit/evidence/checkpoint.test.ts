import { execFileSync } from 'node:child_process'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkSignature, formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import {
  demoSigner,
  formatSignerKey,
  formatVerifierKey,
  isDemoKeyElsewhere,
  parseSignerKey,
  parseVerifierKey,
  signerOfSeed,
} from '../../../src/evidence/note-key.ts'

const name = 'github.com/acme/shop/evidence'
/** RFC 8032 section 7.1, test 1. */
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const signer = signerOfSeed(name, seed)
const checkpoint = { origin: name, size: 3, root: createHash('sha256').update('r').digest() }
const note = formatCheckpoint(checkpoint, signer)

test('a seed gives the public key of RFC 8032 and the key id of C2SP', () => {
  expect(signer.verifier.publicKey.toString('hex')).toBe(publicKey)
  const id = createHash('sha256')
    .update(`${name}\n\u0001`)
    .update(Buffer.from(publicKey, 'hex'))
    .digest('hex')
    .slice(0, 8)
  expect(signer.verifier.id).toBe(id)
})

/** The signer and note of the Go implementation's documentation (golang.org/x/mod/sumdb/note). */
test('keys and signature of another implementation', () => {
  const secret = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
  const peter = parseSignerKey(secret)
  expect(peter && formatVerifierKey(peter.verifier)).toBe(
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  )
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  expect(
    Buffer.concat([Buffer.from('c74f20a3', 'hex'), peter?.sign(Buffer.from(text)) ?? Buffer.alloc(0)]).toString(
      'base64',
    ),
  ).toBe('x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=')
  expect(peter && formatSignerKey('PeterNeumann', Buffer.from(secret.slice(-44), 'base64').subarray(1))).toBe(secret)
})

test('a note survives reading, and its signature is plain Ed25519 over the three lines', () => {
  const parsed = parseCheckpoint(note)
  expect(parsed?.checkpoint).toEqual(checkpoint)
  const x = Buffer.from(publicKey, 'hex').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const [signature] = parsed?.signatures ?? []
  expect(verify(null, Buffer.from(parsed?.signedText ?? ''), key, signature?.signature ?? Buffer.alloc(0))).toBe(true)
  expect(execFileSync('base64', ['-d'], { input: note.split('\n')[2] ?? '' })).toEqual(checkpoint.root)
})

test('without a key it is the three lines alone', () => {
  const bare = formatCheckpoint(checkpoint, undefined)
  expect(bare).toBe(`${name}\n3\n${checkpoint.root.toString('base64')}\n`)
  expect(parseCheckpoint(bare)).toMatchObject({ checkpoint, signatures: [] })
})

const other = signerOfSeed(name, Buffer.alloc(32, 7))
const stranger = signerOfSeed('witness.example/w1', Buffer.alloc(32, 8))
const lineOf = (text: string) => text.slice(text.indexOf('\u2014'))
const forged = formatCheckpoint({ ...checkpoint, size: 4 }, signer)
test.each([
  { name: 'the trusted key', text: note, kind: 'signed' },
  {
    name: 'the trusted key beside one that nobody knows',
    text: note + lineOf(formatCheckpoint(checkpoint, stranger)),
    kind: 'signed',
  },
  { name: 'the trusted key twice, once wrong', text: note + lineOf(forged), kind: 'wrong' },
  { name: 'the trusted key over another text', text: note.replace('\n3\n', '\n4\n'), kind: 'wrong' },
  { name: 'another key under the name of the log', text: formatCheckpoint(checkpoint, other), kind: 'unknown-key' },
  { name: 'only a key of another name', text: formatCheckpoint(checkpoint, stranger), kind: 'unsigned' },
  { name: 'nobody', text: formatCheckpoint(checkpoint, undefined), kind: 'unsigned' },
])('signed by $name is $kind', ({ text, kind }) => {
  const parsed = parseCheckpoint(text)
  expect(parsed && checkSignature(parsed, [signer.verifier, stranger.verifier]).kind).toBe(kind)
})

const rootText = checkpoint.root.toString('base64')
test.each([
  { name: 'a leading zero', text: note.replace('\n3\n', '\n03\n') },
  { name: 'a sign', text: note.replace('\n3\n', '\n+3\n') },
  { name: 'an extension line', text: note.replace('\n\n', '\nextra\n\n') },
  { name: 'carriage returns', text: note.replaceAll('\n', '\r\n') },
  { name: 'a root of another length', text: note.replace(rootText, Buffer.alloc(31).toString('base64')) },
  {
    name: 'base64 with stray bits',
    text: note.replace(rootText, `${rootText.slice(0, -2)}${rootText.at(-2) === 'B' ? 'C' : 'B'}=`),
  },
  { name: 'base64 without padding', text: note.replace(rootText, rootText.slice(0, -1)) },
  { name: 'a hyphen for the dash', text: note.replace('\u2014', '-') },
  { name: 'no last line feed', text: note.slice(0, -1) },
  { name: 'a blank line at the end', text: `${note}\n` },
  { name: 'a blank line but no signature', text: `${formatCheckpoint(checkpoint, undefined)}\n` },
  { name: 'a size beyond counting', text: note.replace('\n3\n', '\n9999999999999999\n') },
  { name: 'a name with a plus', text: note.replaceAll('acme', 'ac+me') },
  { name: 'sixty-five signatures', text: note + lineOf(note).repeat(64) },
])('a checkpoint with $name is refused', ({ text }) => {
  expect(text).not.toBe(note)
  expect(parseCheckpoint(text)).toBeUndefined()
})

const vkey = formatVerifierKey(signer.verifier)
test.each([
  { name: 'another key id', text: vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+') },
  { name: 'another type', text: vkey.replace('+A', '+B') },
  { name: 'no name', text: vkey.slice(name.length) },
  { name: 'trailing space', text: `${vkey} ` },
])('a verifier key with $name is refused', ({ text }) => {
  expect(parseVerifierKey(text)).toBeUndefined()
})

test('the demonstration key is known wherever it is used', () => {
  const demo = demoSigner().verifier
  expect(demo.name).toBe('example.invalid/demo')
  expect(isDemoKeyElsewhere(demo)).toBe(false)
  const demoSeed = createHash('sha256').update('countersign demo key, not a secret').digest()
  expect(isDemoKeyElsewhere(signerOfSeed(name, demoSeed).verifier)).toBe(true)
  expect(isDemoKeyElsewhere(signer.verifier)).toBe(false)
})
