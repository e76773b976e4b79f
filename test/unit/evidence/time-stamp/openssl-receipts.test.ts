import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCertificate } from '../../../../src/evidence/time-stamp/certificate.ts'
import { checkTimeStamp } from '../../../../src/evidence/time-stamp/check.ts'
import { timeStampRequest } from '../../../../src/evidence/time-stamp/request.ts'
import { sha256 } from '../../../support/time-stamp/make-receipt.ts'

const folder = join(import.meta.dirname, '../../../fixtures/time-stamps')
const digest = sha256(readFileSync(join(folder, 'checkpoint')))
const receipt = (name: string) => Buffer.from(readFileSync(join(folder, `${name}.tsr.b64`), 'latin1'), 'base64')
const authority = (name: string) => [
  readCertificate(new X509Certificate(readFileSync(join(folder, `${name}-ca.pem`))).raw),
]
const good = {
  kind: 'good',
  timeMs: Date.parse('2026-11-30T13:56:04Z'),
  // One second, 500 milliseconds and 100 microseconds, rounded up.
  accuracyMs: 1501,
  nonce: Buffer.from('00a771ad4d3762d227', 'hex'),
}

test('what openssl stamped is a time stamp', () => {
  const certificateEndsMs = Date.parse('2040-01-01T00:00:00Z')
  expect(checkTimeStamp(receipt('ec'), digest, authority('ec'))).toEqual({ ...good, certificateEndsMs })
  expect(checkTimeStamp(receipt('rsa'), digest, authority('rsa'))).toEqual({ ...good, certificateEndsMs })
})

test('its certificate counts at the time of the stamp, not before and not later', () => {
  const certificateEndsMs = Date.parse('2026-12-31T00:00:00Z')
  expect(checkTimeStamp(receipt('short'), digest, authority('ec'))).toEqual({ ...good, certificateEndsMs })
  expect(checkTimeStamp(receipt('future'), digest, authority('ec'))).toMatchObject({
    kind: 'bad',
    why: expect.stringMatching(/not valid yet/),
  })
})

test('another authority and other bytes are told apart', () => {
  expect(checkTimeStamp(receipt('ec'), digest, authority('rsa')).kind).toBe('unknown-authority')
  expect(checkTimeStamp(receipt('ec'), sha256('x'), authority('ec'))).toEqual({
    kind: 'bad',
    why: 'it is for other bytes',
  })
})

describe('each changed byte is noticed or changes nothing that is believed', () => {
  // RSA takes its time, so only some of its bytes; all of them with the slow tests.
  test.each([
    ['ec', 1],
    ['rsa', 13],
  ] as const)('%s', (name, step) => {
    const whole = receipt(name)
    const trusted = authority(name)
    const sound = checkTimeStamp(whole, digest, trusted)
    for (let at = 0; at < whole.length; at += step) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      const result = checkTimeStamp(changed, digest, trusted)
      if (result.kind === 'good') expect(result).toEqual(sound)
    }
  })
})

test('a request is what RFC 3161 says, byte for byte', () => {
  const nonce = Buffer.from('2df9ade0d3bb6526', 'hex')
  expect(timeStampRequest(sha256('x'), nonce).toString('hex')).toBe(
    `30430201013031300d060960864801650304020105000420${sha256('x').toString('hex')}02082df9ade0d3bb65260101ff`,
  )
})
