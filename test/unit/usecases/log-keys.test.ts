import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkSignature, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { parseLogKeys } from '../../../src/evidence/log-keys-file.ts'
import { formatVerifierKey, parseSignerKey, type SignerKey } from '../../../src/evidence/note-key.ts'
import { parseTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { readTrust } from '../../../src/usecases/evidence-trust.ts'
import { describeLogKeys, describeRotation } from '../../../src/usecases/log-keys/describe-log-keys.ts'
import { revokeLogKey } from '../../../src/usecases/log-keys/revoke-log-key.ts'
import { completeRotation, proposeSuccessor } from '../../../src/usecases/log-keys/rotate-log-key.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { keyNumber, trustPlaces as places, TrustWorld } from '../../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const producer = { tool: 'countersign/0.1.0', run: 'local' }
let count = 0
async function world(): Promise<TrustWorld> {
  count += 1
  const made = new TrustWorld(sandbox, `keys-${count}`)
  for (const number of [2, 3]) await made.append(number)
  return made
}
const old = keyNumber(1)
const read = (at: TrustWorld, name: string) => readFileSync(join(at.work, 'compliance', name), 'utf8')

/** Proposes a successor, and merges that. */
async function propose(at: TrustWorld): Promise<SignerKey> {
  let kept = ''
  const keepSecret = async (secret: string) => {
    kept = secret
  }
  const input = { places, vkey: undefined, randomBytes: (size: number) => Buffer.alloc(size, 77), keepSecret }
  const { paths, vkey } = await proposeSuccessor(input, at.ports())
  expect(paths).toEqual(['compliance/trust.policy', 'compliance/keys.json'])
  const signer = parseSignerKey(kept)
  if (signer === undefined) throw new Error('no secret was kept')
  expect(formatVerifierKey(signer.verifier)).toBe(vkey)
  at.commit('Propose a successor')
  return signer
}
const rotate = (at: TrustWorld, successor: SignerKey, signer = old) =>
  completeRotation({ places, producer, signer, successor }, at.ports())

test('a key is replaced: both sign one head, and the old one is never used again', async () => {
  const at = await world()
  const next = await propose(at)
  expect(await at.verify()).toMatchObject({ outcome: 'verified' })
  // Until the secret is changed the old key still records.
  expect((await at.append(4)).kind).toBe('appended')
  const done = await rotate(at, next)
  expect(done).toMatchObject({ size: 5, append: { outcome: { kind: 'appended' } } })
  expect(describeRotation(done)).toContain('old one is not accepted any more')
  const parsed = parseCheckpoint(at.note())
  for (const { verifier } of [old, next]) expect(parsed && checkSignature(parsed, [verifier]).kind).toBe('signed')
  expect(await at.append(6)).toMatchObject({ kind: 'not-entitled', why: expect.stringContaining('record 4') })
  expect((await at.append(6, next)).kind).toBe('appended')
  at.commit('End the old key')
  expect(parseTrustPolicy(read(at, 'trust.policy'))).toMatchObject({ policy: { logs: [{ id: next.verifier.id }] } })
  expect(parseLogKeys(read(at, 'keys.json'))).toMatchObject({
    keys: [
      { id: old.verifier.id, validFrom: 0, validTo: 5 },
      { id: next.verifier.id, validFrom: 4 },
    ],
  })
  const result = await at.verify()
  expect(result.outcome).toBe('verified')
  expect(result.log?.entries.at(-2)?.record.predicate).toMatchObject({
    kind: 'key.rotated',
    data: { from: formatVerifierKey(old.verifier), to: formatVerifierKey(next.verifier), validFrom: 5 },
  })
  expect(describeLogKeys(await readTrust(at.ports().history, places), places)).toContain('size 0 to 5')
})

test('nothing is proposed over what the work tree has, nor a third key, nor one that is in use', async () => {
  const at = await world()
  at.write('compliance/trust.policy', '# my own\n')
  await expect(propose(at)).rejects.toMatchObject({
    status: 2,
    message: expect.stringContaining('is not what main has'),
  })
  expect(read(at, 'trust.policy')).toBe('# my own\n')
  at.run('checkout', '-q', '--', '.')
  const given = (vkey: string) =>
    proposeSuccessor(
      { places, vkey, randomBytes: (size) => Buffer.alloc(size), keepSecret: async () => undefined },
      at.ports(),
    )
  await expect(given('nonsense')).rejects.toMatchObject({ status: 2 })
  await expect(given(formatVerifierKey(old.verifier))).rejects.toMatchObject({
    message: expect.stringContaining('already'),
  })
  const foreign = formatVerifierKey(keyNumber(3, 'other.example/log').verifier)
  await expect(given(foreign)).rejects.toMatchObject({ message: expect.stringContaining('other.example/log') })
  const next = await propose(at)
  await expect(propose(at)).rejects.toMatchObject({ status: 2, message: expect.stringContaining('two keys') })
  await expect(rotate(at, old)).rejects.toMatchObject({ status: 2 })
  await expect(rotate(at, keyNumber(3))).rejects.toMatchObject({ message: expect.stringContaining('does not name') })
  expect((await rotate(at, next)).size).toBe(4)
})

test('a key that is not merged yet signs nothing, and a bad log gets no new key', async () => {
  const at = await world()
  await expect(rotate(at, keyNumber(2))).rejects.toMatchObject({ status: 2 })
  at.pin()
  at.reset(at.run('rev-parse', 'compliance-evidence~1'))
  await expect(propose(at)).rejects.toMatchObject({ status: 4 })
})

test('a key is revoked: the remaining one signs the record, and what is pinned stays good', async () => {
  const at = await world()
  at.pin()
  const next = await propose(at)
  await at.append(4)
  const revoke = (over: object) =>
    revokeLogKey(
      { places, producer, key: old.verifier.id, reason: 'laptop stolen', validTo: undefined, signer: next, ...over },
      at.ports(),
    )
  await expect(revoke({ signer: old })).rejects.toMatchObject({ status: 2 })
  await expect(revoke({ reason: ' ' })).rejects.toMatchObject({ status: 2 })
  await expect(revoke({ key: 'nobody' })).rejects.toMatchObject({
    status: 2,
    message: expect.stringContaining('Keys:'),
  })
  expect(await revoke({})).toMatchObject({ validTo: 3, append: { outcome: { kind: 'appended' } }, paths: [{}, {}] })
  at.commit('Revoke')
  expect(await at.verify()).toMatchObject({ outcome: 'verified', protection: { revoked: [expect.any(String)] } })
  // Earlier heads that only the revoked key signed are continued by the present one.
  expect((await at.verifyDeeply()).outcome).toBe('verified')
  expect(await at.append(9)).toMatchObject({ kind: 'not-entitled' })
  expect((await at.append(9, next)).kind).toBe('appended')
  await expect(revoke({})).rejects.toMatchObject({ message: expect.stringContaining('revoked already') })
})

test('the only key is not revoked, and without a pin somebody has to say up to where it is believed', async () => {
  const at = await world()
  const revoke = (validTo: number | undefined) =>
    revokeLogKey({ places, producer, key: old.verifier.id, reason: 'r', validTo, signer: undefined }, at.ports())
  await expect(revoke(3)).rejects.toMatchObject({ message: expect.stringContaining('only key') })
  const next = await propose(at)
  await expect(revoke(undefined)).rejects.toMatchObject({ message: expect.stringContaining('No pin') })
  expect(await revoke(2)).toMatchObject({ validTo: 2, append: undefined })
  at.commit('Revoke')
  // Only the revoked key signed the present head.
  expect(await at.verify()).toMatchObject({ outcome: 'integrity-failure', findings: [{ code: 'E_KEY_REVOKED' }] })
  expect((await at.append(9, next)).kind).toBe('bad-log')
})
