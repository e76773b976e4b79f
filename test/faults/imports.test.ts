import { describe, expect, test } from 'vitest'
import { importFile } from '../../src/usecases/import-file.ts'
import type { ImportFormat } from '../../src/usecases/import-formats.ts'
import { inChunks } from '../support/byte-chunks.ts'

const frame = {
  query: '',
  moments: { at: '2026-03-02T10:00:00Z', covers: undefined },
  salt: 's',
  producer: { tool: 'countersign/0.1.0', run: 'local' },
  nowMs: Date.parse('2026-03-03T10:00:00Z'),
}
const importing = (format: ImportFormat, bytes: AsyncIterable<Uint8Array>) =>
  importFile({ name: 'file', bytes }, format, 'acme/shop', frame)

const MIB = 1024 * 1024

/** So many MiB of one letter after a beginning, and how many of them were asked for. */
function large(start: string, mib: number, letter = 0x61) {
  const asked = { mib: 0 }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(start)
    for (; asked.mib < mib; asked.mib += 1) yield Buffer.alloc(MIB, letter)
  }
  return { asked, bytes: bytes() }
}

const sarif = (inside: string) => `{"version": "2.1.0", "runs": [{"results": [${inside}]}]}`

describe('fault 28: values that readers disagree about, in a file to import', () => {
  test.each([
    ['half a surrogate pair', sarif('{"ruleId": "a\\ud800"}'), /runs\[0\]\.results\[0\]\.ruleId: The text has half/],
    ['a NUL', sarif('{"ruleId": "a\u0000"}'), /not JSON/],
    ['a key twice', sarif('{"level": "note", "level": "error"}'), /level: The key is there twice/],
    ['1e400', sarif('{"locations": [{"physicalLocation": {"region": {"startLine": 1e400}}}]}'), /out of range/],
    ['__proto__', sarif('{"__proto__": {"level": "none"}}'), /A key is `__proto__`/],
    ['depth 10,000', `{"x": ${'['.repeat(10_000)}`, /more than 100 levels/],
  ])('%s is refused with one message', async (_what, text, message) => {
    await expect(importing('sarif', inChunks(text))).rejects.toThrow(message)
  })

  test('in XML: an attribute twice, an entity, depth 10,000', async () => {
    for (const text of ['<testsuite tests="1" tests="0"/>', '<testsuite name="&x;"/>', '<testsuite>'.repeat(10_000)]) {
      await expect(importing('junit', inChunks(text))).rejects.toThrow(/well-formed|levels/)
    }
  })
})

describe('fault 29: a line or value of 50 MB, in a file to import', () => {
  test.each<[ImportFormat, string]>([
    ['sarif', '{"version": "'],
    ['prowler', '{"message": "'],
    ['junit', '<testsuite name="'],
    ['cobertura', '<coverage><sources><source>'],
    ['lcov', 'SF:'],
    ['go', 'mode: set\n'],
    ['istanbul', '{"total": {"x": "'],
    ['prometheus-rules', 'groups: #'],
    ['in-toto', '{"_type": "'],
  ])('%s is refused before all of it was read', async (format, start) => {
    const { asked, bytes } = large(start, 50)
    await expect(importing(format, bytes)).rejects.toThrow(/longer than (?:1|16) MiB|larger than (?:1|8) MiB/)
    expect(asked.mib).toBeLessThan(20)
  })

  test('a number of 50 MB is refused', async () => {
    const { asked, bytes } = large('[1', 50, 0x31)
    await expect(importing('prowler', bytes)).rejects.toThrow(/longer than 16 MiB/)
    expect(asked.mib).toBeLessThan(20)
  })
})

describe('fault 30: a payload of 100 MB, in a file to import', () => {
  test('that would be attached is refused with the limit in the message', async () => {
    const { asked, bytes } = large('{"_type": "https://in-toto.io/Statement/v1", "predicateType": "', 100)
    await expect(importing('in-toto', bytes)).rejects.toThrow(/larger than 8 MiB/)
    expect(asked.mib).toBeLessThan(10)
  })

  test('of findings without end is refused before memory is', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"version": "2.1.0", "runs": [{"results": [{}')
      const chunk = Buffer.from(',{}'.repeat(30_000))
      for (;;) {
        given += 30_000
        yield chunk
      }
    }
    await expect(importing('sarif', endless())).rejects.toThrow(/more than 1000000 results/)
    expect(given).toBeLessThan(1_100_000)
  })

  test('a file of more than a GiB is refused', async () => {
    const spaces = Buffer.alloc(16 * MIB, 0x20)
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"version": "2.1.0", "runs": [')
      for (let at = 0; at < 100; at += 1) yield spaces
    }
    await expect(importing('sarif', bytes())).rejects.toThrow(/larger than 1024 MiB|longer than 16 MiB/)
  })
})
