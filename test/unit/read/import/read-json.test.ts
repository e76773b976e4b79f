import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ImportRefused } from '../../../../src/read/import/import-refused.ts'
import {
  all,
  flag,
  list,
  listEach,
  mapEach,
  number,
  object,
  oneOrList,
  text,
} from '../../../../src/read/import/json-shape.ts'
import { readJson, readJsonLine } from '../../../../src/read/import/read-json.ts'
import { chunkSizes, inChunks } from '../../../support/byte-chunks.ts'

const read = (content: string | Uint8Array, size?: number) => readJson(inChunks(content, size), all)

describe('what JSON is', () => {
  test('is the same as for the parser of the machine, however it is cut', async () => {
    const value = fc.jsonValue({ maxDepth: 6 }).filter((one) => !JSON.stringify(one).includes('"__proto__"'))
    await fc.assert(
      fc.asyncProperty(value, chunkSizes, fc.constantFrom(0, 1, '\t'), async (wanted, size, space) => {
        const written = JSON.stringify(wanted, null, space)
        if (/\\ud[89a-f]/.test(written)) return
        // Objects have no prototype, so that no key means anything.
        expect(JSON.parse(JSON.stringify((await read(written, size)) ?? null))).toEqual(JSON.parse(written))
      }),
    )
  })

  test('what the parser of the machine refuses is refused', async () => {
    const near = fc
      .tuple(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom(',', ':', '}', ']', '{', '[', '"', 'x', '', '1 2'),
      )
      .map(([value, at, mark]) => {
        const written = JSON.stringify(value)
        const place = at % (written.length + 1)
        return written.slice(0, place) + mark + written.slice(place + 1)
      })
    await fc.assert(
      fc.asyncProperty(near, chunkSizes, async (written, size) => {
        let isJson = true
        try {
          JSON.parse(written)
        } catch {
          isJson = false
        }
        if (!isJson) await expect(read(written, size)).rejects.toThrow(ImportRefused)
      }),
    )
  })

  test.each([
    ['nothing', '', /ends in the middle/],
    ['an object that is cut', '{"runs": [{"to', /byte 14.*: The JSON ends in the middle/],
    ['a list that is cut', '[1, 2', /ends in the middle/],
    ['two documents', '{} {}', /Something follows/],
    ['a comma at the end', '[1,]', /not JSON/],
    ['no comma', '[1 2]', /not JSON/],
    ['a key without value', '{"a"}', /not JSON/],
    ['a word', '[nul]', /not JSON/],
    ['XML', '<?xml version="1.0"?>', /not JSON/],
    ['a comment', '// x\n{}', /not JSON/],
    ['a key twice', '{"a": {"b": 1, "b": 2}}', /a\.b: The key is there twice/],
    ['an escaped key twice', '{"a": 1, "\\u0061": 2}', /The key is there twice/],
    ['a key of the prototype', '{"a": [{"__proto__": {"x": 1}}]}', /a\[0\]\.__proto__: A key is `__proto__`/],
    ['an infinite number', '{"a": 1e400}', /a: The number is out of range/],
    ['half a surrogate pair', '{"a": "\\ud800"}', /a: The text has half a surrogate pair/],
    ['a control character', '{"a": "\u0001"}', /not JSON/],
  ])('%s is refused with one message', async (_what, written, message) => {
    await expect(read(written)).rejects.toThrow(message)
    await expect(read(written, 1)).rejects.toThrow(message)
  })

  test('bytes that are no UTF-8 are refused', async () => {
    await expect(read(Buffer.from('{"a": "\xe4", "b": 1}', 'latin1'))).rejects.toThrow(/The file is not UTF-8/)
  })

  test.each(['[', '{"a":'])('10,000 times %s is refused before it costs anything', async (opening) => {
    await expect(read(opening.repeat(10_000))).rejects.toThrow(/more than 100 levels inside each other/)
  })

  test('a text without end is refused before memory is', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"a": "')
      for (;;) {
        given += 1
        yield Buffer.alloc(1024 * 1024, 0x61)
      }
    }
    await expect(readJson(endless(), object({}))).rejects.toThrow(/A single value is longer than 16 MiB/)
    expect(given).toBeLessThan(20)
  })

  test('an item of very many parts is refused', async () => {
    await expect(read(JSON.stringify(Array.from({ length: 30_000 }, () => 1)))).rejects.toThrow(/more than 20000 parts/)
  })
})

describe('what is wanted', () => {
  const shape = object({ a: text, b: object({ c: number, d: flag }), e: list(text), f: oneOrList(object({ g: text })) })

  test('is kept, and nothing else', async () => {
    const written = { z: { a: 'no' }, a: 'yes', b: { c: 1, d: true, x: [[{}]] }, e: ['1', '2'], f: { g: '3' }, y: [] }
    expect(await readJson(inChunks(JSON.stringify(written), 3), shape)).toEqual({
      a: 'yes',
      b: { c: 1, d: true },
      e: ['1', '2'],
      f: [{ g: '3' }],
    })
    expect(await readJson(inChunks('{"f": [{"g": "1"}, {"g": "2"}]}'), shape)).toEqual({ f: [{ g: '1' }, { g: '2' }] })
  })

  test('and is null is left out', async () => {
    expect(await readJson(inChunks('{"a": null, "b": {"c": null}, "e": null, "f": null}'), shape)).toEqual({ b: {} })
  })

  test.each([
    ['{"a": 1}', /a: Here belongs a text/],
    ['{"b": {"c": "1"}}', /b\.c: Here belongs a number/],
    ['{"b": {"d": {}}}', /b\.d: Here belongs true or false/],
    ['{"b": []}', /b: Here belongs an object/],
    ['{"e": {}}', /e: Here belongs a list/],
    ['{"e": "x"}', /e: Here belongs a list/],
    ['{"f": 1}', /f: Here belongs an object/],
    ['[]', /Here belongs an object/],
  ])('and of another type is refused: %s', async (written, message) => {
    await expect(readJson(inChunks(written), shape)).rejects.toThrow(message)
  })

  test('elements are given away one by one, with what was wrong with them', async () => {
    const seen: unknown[] = []
    const items = listEach(object({ n: number }), ({ n }, index) => {
      if (n === 3) throw new ImportRefused('Three is too many', 'Take two.')
      seen.push([index, n])
    })
    const counts = mapEach(number, (value, key) => void seen.push([key, value]))
    const given = object({ items, counts })
    expect(await readJson(inChunks('{"counts": {"x": 7}, "items": [{"n": 1}, {"n": 2}]}', 2), given)).toEqual({
      counts: 1,
      items: 2,
    })
    expect(seen).toEqual([
      ['x', 7],
      [0, 1],
      [1, 2],
    ])
    expect(await readJson(inChunks('{"items": []}'), given)).toEqual({ items: 0 })
    await expect(readJson(inChunks('{"items": [{"n": 1}, {"n": 3}]}'), given)).rejects.toThrow(
      /^byte \d+, items\[1\]: Three is too many\. Take two\.$/,
    )
  })

  test('a line says its number', () => {
    expect(() => readJsonLine(Buffer.from('{"a": 1'), all, 7)).toThrow(/^line 7: The JSON ends in the middle/)
    expect(() => readJsonLine(Buffer.from('{"a": 1} x'), all, 7)).toThrow(/^line 7: /)
  })
})
