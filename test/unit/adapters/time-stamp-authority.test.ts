import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { timeStampAuthority } from '../../../src/adapters/time-stamp-authority.ts'
import { receiptLimitBytes } from '../../../src/evidence/time-stamp/check.ts'
import { testAuthority } from '../../support/time-stamp/anchored-log.ts'
import { trusted } from '../../support/time-stamp/make-certificate.ts'
import { accuracyOf, makeReceipt, sha256 } from '../../support/time-stamp/make-receipt.ts'
import { type ServedAuthority, serveAuthority } from '../../support/time-stamp/serve-authority.ts'

const { ca, signer } = testAuthority()
const checkpoint = 'example.com/log\n3\nAAAA\n'
const time = '2026-03-01T12:00:00Z'
const good: ServedAuthority['answer'] = ({ digest, nonce }, reply) =>
  reply(makeReceipt({ digest, nonce, signer, time, accuracy: accuracyOf(1, 500) }))
let served: ServedAuthority
beforeAll(async () => {
  served = await serveAuthority(good)
})
beforeEach(() => {
  served.answer = good
})
afterAll(() => served.close())

let drawn = 0
const ask = (over: Partial<Parameters<typeof timeStampAuthority>[0]> = {}) => {
  drawn += 1
  const nonce = Buffer.alloc(16, drawn)
  return timeStampAuthority({
    url: served.url,
    trusted: trusted(ca),
    fetch: (url, init) => fetch(url, init),
    randomBytes: () => nonce,
    timeoutMs: 20_000,
    ...over,
  }).request(checkpoint)
}

test('it is given the digest of the checkpoint and nothing else, and its receipt is checked', async () => {
  const answer = await ask()
  expect(answer).toMatchObject({
    kind: 'receipt',
    receipt: { mediaType: 'application/timestamp-reply', timeMs: Date.parse(time), accuracyMs: 1500 },
  })
  const question = served.questions.at(-1)
  expect(question?.digest).toEqual(sha256(checkpoint))
  expect(question?.bytes.includes('example.com')).toBe(false)
})

test('nonces of any form come back', async () => {
  for (const nonce of ['00000000000000000000000000000000', '0000800000', 'ffffffffffffffffffffffffffffffff'])
    expect((await ask({ randomBytes: () => Buffer.from(nonce, 'hex') })).kind).toBe('receipt')
})

test('an answer that does not prove it is refused', async () => {
  const wrong: readonly (readonly [ServedAuthority['answer'], RegExp])[] = [
    [({ nonce }, reply) => reply(makeReceipt({ digest: sha256('x'), nonce, signer })), /other bytes/],
    [({ digest }, reply) => reply(makeReceipt({ digest, nonce: Buffer.of(1), signer })), /answers another question/],
    [({ digest }, reply) => reply(makeReceipt({ digest, signer })), /answers another question/],
    [
      ({ digest, nonce }, reply) => reply(makeReceipt({ digest, nonce, signer: testAuthority().signer })),
      /no certificate on the protected branch vouches/,
    ],
    [({ digest, nonce }, reply) => reply(makeReceipt({ digest, nonce, signer }).subarray(0, 300)), /is cut/],
    [(_question, reply) => reply(Buffer.alloc(0)), /is cut/],
    [(_question, reply) => reply(Buffer.from('<html>')), /is missing|is cut/],
  ]
  for (const [answer, why] of wrong) {
    served.answer = answer
    expect(await ask()).toEqual({ kind: 'refused', why: expect.stringMatching(why) })
  }
})

test('an authority that gives nothing is unreachable, and it is said why', async () => {
  const mute: readonly (readonly [ServedAuthority['answer'], string])[] = [
    [(_question, _reply, response) => void response.writeHead(500).end('oops'), 'it answers with status 500'],
    [
      (_question, _reply, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'it answers with status 302',
    ],
    [
      (_question, _reply, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'its answer is not of the media type of a time stamp',
    ],
    [
      (_question, reply) => reply(Buffer.alloc(receiptLimitBytes + 1)),
      `its answer is longer than ${receiptLimitBytes} bytes`,
    ],
    [({ digest }, reply) => reply(makeReceipt({ digest, signer, status: 2 })), 'it says no: status 2'],
    [(_question, _reply, response) => void response.destroy(), 'the connection failed (UND_ERR_SOCKET)'],
  ]
  for (const [answer, why] of mute) {
    served.answer = answer
    expect(await ask()).toEqual({ kind: 'unreachable', why })
  }
})

test('one that never ends its answer is left', async () => {
  served.answer = (_question, _reply, response) => {
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
    response.write(Buffer.of(0x30))
  }
  expect(await ask({ timeoutMs: 300 })).toEqual({ kind: 'unreachable', why: 'no answer within 0.3 seconds' })
})

test('nobody there at all', async () => {
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const address = free.address()
  const port = typeof address === 'object' ? address?.port : 0
  await new Promise((resolve) => free.close(resolve))
  const answer = await ask({ url: new URL(`http://127.0.0.1:${port}/`) })
  expect(answer).toEqual({ kind: 'unreachable', why: 'the connection failed (ECONNREFUSED)' })
})

test('an interrupted run ends', async () => {
  const stop = new AbortController()
  served.answer = () => stop.abort()
  await expect(ask({ signal: stop.signal })).rejects.toThrow()
})
