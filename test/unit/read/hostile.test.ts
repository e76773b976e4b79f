import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { limits } from '../../../src/read/limits.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { readSettings } from '../../../src/read/read-settings.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { failuresOf, runRules } from '../../../src/rules/run-rules.ts'
import { adversarialTexts } from '../../support/adversarial-yaml.ts'
import { filledProgram } from '../../support/starter-program.ts'

const file = (text: string | Uint8Array, path = 'compliance/a.yaml'): SourceFile => ({
  path,
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
})

/** Everything that a check says, in one line each. */
function saidOf(files: readonly SourceFile[]): string[] {
  const { model, problems } = readProgram(files)
  const found = failuresOf(runRules(model, { asOf: '2026-03-02', settings: defaultSettings }, rules))
  return [
    ...problems.map(({ message }) => message),
    ...found.map(({ rule, finding: { at, message } }) => `${at.file}:${at.line}:${at.column} ${rule.id}: ${message}`),
  ]
}

describe('a text that makes the reader work', () => {
  // Long enough that a list without a bound would be seen, and short enough to be cheap.
  test.each(Object.entries(adversarialTexts))('%s', (_name, make) => {
    const { model, problems } = readProgram([file(make(20_000))])
    expect(problems.length).toBeLessThanOrEqual(limits.problemsOfFile + 1)
    expect(model.ambiguousScalars.length).toBeLessThanOrEqual(limits.problemsOfDocument)
    for (const { what, remedy, at } of problems) {
      expect(what.length + remedy.length).toBeLessThan(2000)
      expect(at.endLine > at.line || at.endColumn >= at.column).toBe(true)
    }
    expect(() => runRules(model, { asOf: '2026-03-02', settings: defaultSettings }, rules)).not.toThrow()
  })

  test.each([
    ['the same key again and again', 1000, /^There are \d+ more mistakes in this record$/],
    ['keys of prototypes', 1000, /^There are \d+ more mistakes in this record$/],
    ['broken rows', 1000, /^There are \d+ more mistakes in this record$/],
  ])('%s: the last line says how many more there are', (name, length, expected) => {
    const { problems } = readProgram([file(adversarialTexts[name]?.(length) ?? '')])
    expect(problems.at(-1)?.what).toMatch(expected)
  })

  test('values that can be misread are counted beyond the limit', () => {
    const { model } = readProgram([file(adversarialTexts['values that can be misread']?.(1000) ?? '')])
    expect(model.ambiguousScalars).toHaveLength(limits.problemsOfDocument)
    expect(model.ambiguousScalars.at(-1)?.value.why).toMatch(/; so can \d+ more values in this record$/)
  })

  test('documents are counted before anything is built from them', () => {
    const { problems } = readProgram([file('---\na: 1\n'.repeat(limits.documents + 5))])
    expect(problems.map(({ message }) => message)).toEqual([
      `compliance/a.yaml:2001:1 YML-002: The file has more than ${limits.documents} documents. Split it into several files.`,
    ])
    expect(readProgram([file('---\na: 1\n'.repeat(limits.documents))]).problems[0]?.code).not.toBe('YML-002')
  })

  test('broken records in one file are told up to a limit, and how many more there are', () => {
    const { problems } = readProgram([file('---\na: 1\n'.repeat(300))])
    expect(problems).toHaveLength(limits.problemsOfFile + 1)
    expect(problems.at(-1)?.what).toBe('There are 100 more mistakes in this file')
  })
})

describe('any bytes at all', () => {
  test('are read or refused, and never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(saidOf([file(bytes)]).length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  test('made of the marks of YAML too', () => {
    const mark = fc.constantFrom(
      ...['- ', '? ', ': ', ':', '#', '&a', '*a', '!t', '|', '>', '"', "'", '[', ']', '{', '}', ',', '%', '@', '`'],
      ...['---', '...', '\n', '\r\n', '\r', '\t', ' ', '  ', '\ufeff', '\\', 'a', 'id', 'kind', '<<', '~', '\u{1f600}'],
    )
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 40 }), (marks) => {
        expect(saidOf([file(marks.join(''))]).length).toBeGreaterThan(0)
      }),
      { numRuns: 1500 },
    )
  })

  test('as settings too', () => {
    const mark = fc.constantFrom(
      'rules',
      'program',
      ': ',
      '{',
      '}',
      '[',
      '__proto__',
      'constructor',
      '\n',
      '  ',
      'off',
      '"',
    )
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 20 }), (marks) => {
        const text = `apiVersion: countersign/v1\nkind: Config\n${marks.join('')}`
        const { settings, problems } = readSettings(file(text, 'countersign.yaml'))
        if (problems.length > 0) expect(settings).toEqual(defaultSettings)
      }),
      { numRuns: 300 },
    )
  })
})

describe('names that a plain object has by itself', () => {
  const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']
  const before = Object.getOwnPropertyNames(Object.prototype).sort()

  test.each(names)('%s as a key is refused wherever it stands', (name) => {
    const head = 'apiVersion: countersign/v1\nkind: People\n'
    for (const text of [
      `${head}people: []\n${name}: { polluted: 1 }\n`,
      `${head}people: []\nx-a: { b: [{ ${name}: { polluted: 1 } }] }\n`,
      `${head}people:\n  - id: ana\n    name: Ana\n    type: employee\n    start: 2025-01-01\n    "${name}": 1\n`,
      `${head}people: []\n? ${name}\n: 1\n`,
    ]) {
      const { problems } = readProgram([file(text)])
      expect(problems.map(({ code, what }) => [code, what])).toContainEqual([
        'YML-006',
        `The key \`${name}\` is not allowed`,
      ])
    }
    const settings = `apiVersion: countersign/v1\nkind: Config\nrules: { ${name}: off }\n`
    expect(readSettings(file(settings, 'countersign.yaml')).problems.map(({ code }) => code)).toContain('YML-006')
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
    expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined()
  })

  test('are ordinary values, kinds and ids: what is said is what would be said of any other word', () => {
    const program = filledProgram()
    const renamed = (from: RegExp, to: string) =>
      program.map((one) =>
        'bytes' in one && one.path.endsWith('.yaml')
          ? file(Buffer.from(one.bytes).toString('utf8').replace(from, to), one.path)
          : one,
      )
    // The first has as many letters as the second, so that places stay.
    for (const [from, word, other] of [
      [/\bana\b/g, 'constructor', 'konstructor'],
      [/\bsecurity_lead\b/g, 'constructor', 'konstructor'],
      [/\bcategory: change$/gm, 'category: constructor', 'category: konstructor'],
      [/^kind: Policy$/gm, 'kind: constructor', 'kind: konstructor'],
      [/^kind: Policy$/gm, 'kind: __proto__', 'kind: __prota__'],
      [/^status: draft$/gm, 'status: toString', 'status: toStrung'],
      [/\bCC6\.1\b/g, 'constructor', 'konstructor'],
      [/\bfrequency: per-event$/gm, 'frequency: valueOf', 'frequency: valueUf'],
    ] as const) {
      const plain = (list: string[]) =>
        list.map((line) => line.replace(/[ck]onstructor|__prot[oa]__|toStr[iu]ng|value[OU]f/g, 'W'))
      const withoutGuess = (list: string[]) => list.map((line) => line.replace(/Did you mean [^?]*\? /g, ''))
      const [one, two] = [saidOf(renamed(from, word)), saidOf(renamed(from, other))]
      expect(withoutGuess(plain(one)).sort()).toEqual(withoutGuess(plain(two)).sort())
    }
  })
})
