import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCertificate } from '../../../../src/evidence/time-stamp/certificate.ts'
import { checkTimeStamp } from '../../../../src/evidence/time-stamp/check.ts'
import { timeStampRequest } from '../../../../src/evidence/time-stamp/request.ts'
import { sha256 } from '../../../support/time-stamp/make-receipt.ts'
import { type OpensslAuthority, opensslAuthority } from '../../../support/time-stamp/openssl-authority.ts'

const folder = mkdtempSync(join(tmpdir(), 'openssl-authority-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const digest = sha256('a checkpoint')
let made = 0
const authority = (options: Parameters<typeof opensslAuthority>[1] = {}) => {
  made += 1
  return opensslAuthority(join(folder, String(made)), options)
}
const trusted = ({ caFile }: OpensslAuthority) => [readCertificate(new X509Certificate(readFileSync(caFile)).raw)]

test.each([
  {},
  { digest: 'sha512' },
  { key: 'rsa', digest: 'sha384' },
  { namesCertificateBy: 'sha1' },
  { key: 'rsa', withMiddle: true, digest: 'sha512' },
  { withMiddle: true, namesCertificateBy: 'sha1' },
] as const)('openssl answers our question, and its answer is believed: %j', (options) => {
  const openssl = authority(options)
  const nonce = randomBytes(16)
  const before = Date.now()
  const receipt = openssl.reply(timeStampRequest(digest, nonce))
  const check = checkTimeStamp(receipt, digest, trusted(openssl))
  if (check.kind !== 'good') throw new Error(JSON.stringify(check))
  expect(check.accuracyMs).toBe(1501)
  expect(check.nonce && BigInt(`0x${check.nonce.toString('hex')}`)).toBe(BigInt(`0x${nonce.toString('hex')}`))
  // Whole seconds.
  expect(check.timeMs).toBeGreaterThan(before - 1000)
  expect(check.timeMs).toBeLessThanOrEqual(Date.now())
  expect(checkTimeStamp(receipt, sha256('other'), trusted(openssl)).kind).toBe('bad')
  expect(checkTimeStamp(receipt, digest, trusted(authority())).kind).toBe('unknown-authority')
})

test('a certificate that is over, or has not begun', () => {
  const over = authority({ from: '20200101000000Z', to: '20200201000000Z' })
  const early = authority({ from: '20480101000000Z' })
  for (const [openssl, why] of [
    [over, /not valid any more/],
    [early, /not valid yet/],
  ] as const) {
    const receipt = openssl.reply(timeStampRequest(digest, randomBytes(8)))
    expect(checkTimeStamp(receipt, digest, trusted(openssl))).toEqual({ kind: 'bad', why: expect.stringMatching(why) })
  }
})

test('each changed bit of a receipt with a chain is noticed or changes nothing that is believed', () => {
  const openssl = authority({ withMiddle: true })
  const whole = openssl.reply(timeStampRequest(digest, randomBytes(8)))
  const sound = checkTimeStamp(whole, digest, trusted(openssl))
  expect(sound.kind).toBe('good')
  for (let bit = 0; bit < 8 * whole.length; bit += 1) {
    const changed = Buffer.from(whole)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const result = checkTimeStamp(changed, digest, trusted(openssl))
    if (result.kind === 'good') expect(result).toEqual(sound)
  }
})

test('what openssl refuses to answer is a refusal', () => {
  const openssl = authority()
  const check = checkTimeStamp(openssl.reply(Buffer.from('not a question')), digest, trusted(openssl))
  expect(check).toMatchObject({ kind: 'rejected', why: expect.stringMatching(/^status 2, /) })
})
