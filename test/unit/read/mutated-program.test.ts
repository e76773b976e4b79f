import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { runRules } from '../../../src/rules/run-rules.ts'
import { filledProgram } from '../../support/starter-program.ts'

const program = filledProgram()
/** Cases of the gate are no record: they read to nothing. */
const isRecord = (path: string) => path.endsWith('.yaml') && !path.endsWith('gate-cases.yaml')
const records = program.flatMap((file) => ('bytes' in file && isRecord(file.path) ? [file] : []))

type Mutation = (bytes: Buffer, at: number, length: number, byte: number) => Buffer

const lineAt = (bytes: Buffer, at: number): readonly [start: number, end: number] => {
  const start = at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1
  const end = bytes.indexOf(0x0a, at)
  return [start, end === -1 ? bytes.length : end + 1]
}

/** What happens to a file by a slip of the hand, a broken merge, a cut transfer, or on purpose. */
const mutations: readonly Mutation[] = [
  (bytes, at, _length, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]),
  (bytes, at, _length, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]),
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at, length) => Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
  (bytes, at) => {
    const [start, end] = lineAt(bytes, at)
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  },
  (bytes, at) => {
    const [start, end] = lineAt(bytes, at)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
  },
  (bytes, at, length) => {
    const [start] = lineAt(bytes, at)
    return Buffer.concat([bytes.subarray(0, start), Buffer.alloc(length % 5, 0x20), bytes.subarray(start)])
  },
]

const mutated = fc
  .record({
    file: fc.nat({ max: records.length - 1 }),
    how: fc.array(
      fc.tuple(
        fc.constantFrom(...mutations),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        fc.oneof(fc.constantFrom(...Buffer.from('\n\t :-#"\'[]{}&*!|>%@`,?\\\r<~')), fc.integer({ min: 0, max: 255 })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ file, how }) => {
    const { path, bytes } = records[file] ?? { path: '', bytes: new Uint8Array() }
    let text = Buffer.from(bytes)
    for (const [mutate, where, length, byte] of how) {
      text = mutate(text, Math.min(text.length, Math.floor(where * text.length)), length, byte) as typeof text
    }
    return { path, bytes: text as Uint8Array }
  })

/** What an independent reading of the text gives; without the modelines and comments. */
const plainly = (bytes: Uint8Array): unknown[] =>
  parseAllDocuments(new TextDecoder().decode(bytes), { logLevel: 'silent' })
    .filter(({ contents }) => contents !== null)
    .map((document) => document.toJS() as unknown)

test('a mutated file reads to all that it holds, or there is a problem', () => {
  let whole = 0
  fc.assert(
    fc.property(mutated, (file) => {
      const { model, problems } = readProgram([file])
      if (problems.length > 0) return
      whole += 1
      expect(model.records.map(({ value }) => value)).toEqual(plainly(file.bytes))
      expect(model.records.length).toBeGreaterThan(0)
    }),
    { numRuns: 800 },
  )
  // Comments and texts can be changed without harm, so not everything is refused.
  expect(whole).toBeGreaterThan(20)
})

test('no rule throws at a program in which files are mutated', () => {
  const reading = (files: readonly SourceFile[]) => readProgram(files)
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 20 }), (files) => {
      const by = new Map(files.map((file) => [file.path, file]))
      const { model } = reading(program.map((file) => by.get(file.path) ?? file))
      expect(() => runRules(model, { asOf: '2026-03-02', settings: defaultSettings }, rules)).not.toThrow()
    }),
    { numRuns: 12 },
  )
})
