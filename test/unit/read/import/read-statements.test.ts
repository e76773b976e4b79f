import { describe, expect, test } from 'vitest'
import { readStatements } from '../../../../src/read/import/read-statements.ts'
import { checked } from '../../../support/byte-chunks.ts'

const statement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'shop.tgz', digest: { sha512: 'cd'.repeat(64), sha256: 'ab'.repeat(32) } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: { runDetails: { metadata: { finishedOn: '2026-03-02T10:15:30Z' } } },
}
const envelope = (payload: object = statement, over: object = {}) => ({
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify(payload)).toString('base64'),
  signatures: [{ keyid: '', sig: 'MEUC' }],
  ...over,
})
const read = (value: unknown) => readStatements(checked(typeof value === 'string' ? value : JSON.stringify(value)))

describe('statements', () => {
  test.each([
    ['alone', statement, { envelope: 'none', signature: 'none' }],
    ['alone, over several lines', JSON.stringify(statement, null, 2), { envelope: 'none', signature: 'none' }],
    ['in an envelope', envelope(), { envelope: 'dsse', signature: 'not-checked' }],
    [
      'in an envelope that nobody signed',
      envelope(statement, { signatures: [] }),
      { envelope: 'dsse', signature: 'none' },
    ],
    ['in a bundle', { mediaType: 'x', dsseEnvelope: envelope() }, { envelope: 'dsse', signature: 'not-checked' }],
  ])('%s are read', async (_what, value, wanted) => {
    expect(await read(value)).toMatchObject([
      {
        predicateType: 'https://slsa.dev/provenance/v1',
        subjects: [{ name: 'shop.tgz', digest: `sha256:${'ab'.repeat(32)}` }],
        at: '2026-03-02T10:15:30Z',
        ...wanted,
      },
    ])
  })

  test('on lines are one each, as they came', async () => {
    const lines = [JSON.stringify(statement), '', JSON.stringify(envelope())]
    const readings = await read(lines.join('\n'))
    expect(readings.map(({ line, bytes }) => [line, Buffer.from(bytes).toString()])).toEqual([
      [1, lines[0]],
      [3, lines[2]],
    ])
  })

  test.each([
    ['another document', { a: 1 }, /This is no in-toto statement/],
    ['another type', { ...statement, _type: 'x' }, /no in-toto statement/],
    ['no predicate type', { ...statement, predicateType: undefined }, /no predicateType/],
    ['no subject', { ...statement, subject: [] }, /no subject/],
    ['a subject without digest', { ...statement, subject: [{ name: 'x', digest: {} }] }, /A subject has no digest/],
    ['a digest that is none', { ...statement, subject: [{ name: 'x', digest: { sha256: 'x' } }] }, /no digest/],
    ['an envelope of something else', envelope(statement, { payloadType: 'text/plain' }), /holds no in-toto statement/],
    ['a payload that is no base64', envelope(statement, { payload: '{"a"}' }), /not base64/],
    ['an envelope around nothing', envelope({}), /no in-toto statement/],
    ['one that is cut', JSON.stringify(statement).slice(0, -5), /The JSON ends in the middle/],
    ['a line that is cut', `${JSON.stringify(statement)}\n{"_type": `, /ends in the middle|Something follows/],
    ['a payload of 100 MB', 'x'.repeat(9 * 1024 * 1024), /larger than 8 MiB/],
  ])('that are %s are refused', async (_what, value, message) => {
    await expect(read(value)).rejects.toThrow(message)
  })
})
