import { expect, test } from 'vitest'
import { addSignature, checkSignature, formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { checkCosignatures } from '../../../src/evidence/cosignature.ts'
import { isSignedBy, parseCosignerKey, parseVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import type { Witness } from '../../../src/evidence/trust-policy.ts'
import { TestWitness } from '../../support/witness.ts'

/**
 * A checkpoint of a public Certificate Transparency log (arche2025h1 of transparency.dev, staging, May 2026) as the log and four
 * public witnesses signed it. The keys are those that the operators publish.
 */
const realNote = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

\u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
\u2014 transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
\u2014 witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
\u2014 witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`
const realLog = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f'
const realWitnesses = [
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
]

const named = (vkey: string, index = 0): Witness => {
  const key = parseCosignerKey(vkey)
  if (key === undefined) throw new Error(vkey)
  return { name: `w${index}`, key }
}
const read = (note: string) => {
  const parsed = parseCheckpoint(note)
  if (parsed === undefined) throw new Error('no checkpoint')
  return parsed
}

test('a checkpoint that a public log and public witnesses signed is accepted', () => {
  const key = parseVerifierKey(realLog)
  const parsed = read(realNote)
  expect(checkSignature(parsed, key === undefined ? [] : [key])).toMatchObject({ kind: 'signed', unknownSignatures: 5 })
  const { cosignatures, wrong } = checkCosignatures(parsed, realWitnesses.map(named))
  expect(wrong).toBeUndefined()
  expect(cosignatures).toEqual(['w0', 'w1', 'w2', 'w3'].map((witness) => ({ witness, seconds: '1779573024' })))
})

test.each([
  { what: 'another size', note: realNote.replace('1432088532', '1432088533') },
  { what: 'another moment', note: realNote.replace('2net5wAAAABqEiEg', '2net5wAAAABqEiEh') },
  { what: 'a signature that is cut', note: realNote.replace('3UeA', '').replace('rAWfBw==', 'rAU=') },
])('of which $what is refused', ({ note }) => {
  expect(note).not.toBe(realNote)
  const [, , remora] = realWitnesses
  expect(checkCosignatures(read(note), [named(remora ?? '')]).wrong?.name).toBe('w0')
})

/** The example of c2sp.org/signed-note, with its key. */
test('the note of the specification is signed by its key', () => {
  const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
  const line = 'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM='
  const signature = Buffer.from(line, 'base64')
  expect(signature.toString('hex', 0, 4)).toBe(key?.id)
  expect(key && isSignedBy(key, Buffer.from('This is an example message.\n'), signature.subarray(4))).toBe(true)
})

const log = signerOfSeed('log.example/evidence', Buffer.alloc(32, 1))
const note = formatCheckpoint({ origin: 'log.example/evidence', size: 5, root: Buffer.alloc(32, 9) }, log)
const ana = new TestWitness('witness.example/w1', 11)
const ben = new TestWitness('witness.example/w2', 12)

test('a line of a witness that nobody named is ignored, and that of a known one counts once, at its earliest', () => {
  const signed = note + ben.line(note, 7) + ana.line(note, 30) + ana.line(note, 20)
  expect(checkCosignatures(read(signed), [named(ana.vkey)])).toEqual({
    cosignatures: [{ witness: 'w0', seconds: '20' }],
    wrong: undefined,
    unchecked: [],
    known: 2,
  })
})

test('one wrong line of a known witness refuses the note, whatever stands beside it', () => {
  const other = formatCheckpoint({ origin: 'log.example/evidence', size: 6, root: Buffer.alloc(32, 9) }, log)
  const signed = note + ana.line(note, 20) + ana.line(other, 20)
  expect(checkCosignatures(read(signed), [named(ana.vkey)])).toMatchObject({ cosignatures: [], wrong: { name: 'w0' } })
})

test('the last moment that the format allows is allowed, and no later one', () => {
  const last = 2n ** 63n - 1n
  expect(checkCosignatures(read(note + ana.line(note, last)), [named(ana.vkey)]).cosignatures).toHaveLength(1)
  expect(checkCosignatures(read(note + ana.line(note, last + 1n)), [named(ana.vkey)]).wrong?.name).toBe('w0')
})

test('a cosignature is not taken for the signature of a log, nor the other way round', () => {
  const asLog = note + ana.line(note, 20)
  expect(parseVerifierKey(ana.vkey)).toBeUndefined()
  expect(parseCosignerKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')).toBeUndefined()
  expect(checkSignature(read(asLog), [log.verifier])).toMatchObject({ kind: 'signed', unknownSignatures: 1 })
})

test('names of witnesses may hold other letters, and sixty-four lines are read', () => {
  const clara = new TestWitness('zeuge.example/Zürich', 13)
  const lines = Array.from({ length: 62 }, (_, index) => ben.line(note, index)).join('')
  const signed = note + lines + clara.line(note, 20)
  expect(checkCosignatures(read(signed), [named(clara.vkey)]).cosignatures).toHaveLength(1)
  expect(parseCheckpoint(signed + ben.line(note, 99))).toBeUndefined()
})

test('a second key of the log may sign the same head', () => {
  const next = signerOfSeed('log.example/evidence', Buffer.alloc(32, 2))
  const both = read(addSignature(note, next))
  for (const { verifier } of [log, next])
    expect(checkSignature(both, [verifier])).toMatchObject({ kind: 'signed', unknownSignatures: 1 })
})
