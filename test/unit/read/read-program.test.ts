import { describe, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { limits } from '../../../src/read/limits.ts'
import { parseYaml } from '../../../src/read/parse-yaml.ts'
import { readProgram } from '../../../src/read/read-program.ts'

const file = (text: string | Uint8Array, path = 'compliance/a.yaml'): SourceFile => ({
  path,
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
})

/** What the reader says about one file: `line:column CODE what`. */
const said = (text: string | Uint8Array): string[] =>
  readProgram([file(text)]).problems.map(({ at, code, what }) => `${at.line}:${at.column} ${code} ${what}`)

const head = 'apiVersion: countersign/v1\n'
const people = `${head}kind: People\npeople:\n  - { id: ana, name: Ana, type: employee, start: 2025-01-01 }\n`

describe('what is not YAML, or more than records need', () => {
  test.each([
    ['an anchor', 'a: &x 1\n', '1:4 YML-006 The anchor `&x` is not allowed'],
    ['an alias without anchor', 'a: *x\n', '1:4 YML-006 The alias `*x` is not allowed'],
    ['a tag', 'a: !!str 1\n', '1:4 YML-006 The tag `!!str` is not allowed'],
    ['a directive', '%YAML 1.1\n---\na: 1\n', '1:1 YML-006 The directive `%YAML 1.1` is not allowed'],
    ['a tab', 'a:\n\tb: 1\n', '2:1 YML-004 The line is indented with a tab, which YAML does not allow'],
    [
      'a tab after spaces',
      'a:\n  b: 1\n \tc: 1\n',
      '3:2 YML-004 The line is indented with a tab, which YAML does not allow',
    ],
    ['an open quote', 'a: 1\nb: "x\nc: d\n', '2:4 YML-004 The quote " that opens here is never closed'],
    ['an open bracket', 'a: [1, 2\nb: 1\n', '1:4 YML-004 The bracket [ that opens here is never closed'],
    ['two colons', 'a: b: c\n', '1:4 YML-004 A text with a colon and a space in it must be in quotes'],
    ['a forbidden start', 'a: @x\n', '1:4 YML-004 A text cannot start with @, which is kept by YAML for later'],
    ['nothing', '', '1:1 YML-007 The file holds no record'],
    ['comments only', '# nothing\n', '1:1 YML-007 The file holds no record'],
    ['a list', '- a\n', '1:3 YML-007 A record is a mapping, and this is not one'],
    ['deep nesting', '['.repeat(5000), '1:34 YML-002 Mappings and lists are nested more than 32 deep'],
    ['deep blocks', '- '.repeat(5000), undefined],
  ])('%s', (_name, text, expected) => {
    const [first] = said(text)
    if (expected === undefined) expect(first).toMatch(/^1:\d+ YML-002 Mappings and lists are nested/)
    else expect(first).toBe(expected)
  })

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '<<'])('the key %s', (key) => {
    const [first] = said(`${people}x-a: { ${key}: 1 }\n`)
    expect(first).toMatch(/^5:8 YML-006 The (?:key|merge key) `/)
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })

  test('the same key twice names both places and drops nothing else of the file', () => {
    const text = `${people}---\n${people.replace('kind: People', 'kind: People\nkind: Roles').replace(/\bana\b/, 'ben')}`
    const { problems, model } = readProgram([file(text)])
    expect(problems.map(({ at, code, related }) => [at.line, code, related.map((one) => one.at.line)])).toEqual([
      [8, 'YML-005', [7]],
    ])
    expect([...model.people.keys()]).toEqual(['ana'])
    expect(model.malformedIds).toEqual(new Set(['ben']))
  })

  test('a bomb of aliases is refused where it starts, unresolved', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`)
    const problems = said(`l0: &l0 [lol]\n${lines.join('\n')}\n`)
    expect(problems).toHaveLength(10)
    expect(problems[0]).toBe('1:5 YML-006 The anchor `&l0` is not allowed')
  })

  test('more pieces than the limit', () => {
    const { problems, documents } = parseYaml('a.yaml', `a: [${'1,'.repeat(600)}]`, { ...limits, lexemes: 1000 })
    expect(documents).toEqual([])
    expect(problems.map(({ what }) => what)).toEqual(['The file has more than 1000 pieces of YAML'])
  })

  test('more bytes than the limit', () => {
    expect(said(new Uint8Array(limits.fileBytes + 1).fill(0x23))[0]).toMatch(/^1:1 YML-002 The file has \d+ bytes/)
  })

  test('20,000 keys in one mapping', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `x-${i}: ${i}`)
    expect(said(`${people}${keys.join('\n')}\n`)).toEqual([])
    expect(said(`${people}${keys.join('\n')}\nx-19999: 1\n`)[0]).toMatch(/^20005:1 YML-005 The key `x-19999`/)
  })

  test('20,000 unknown keys are told up to a limit, and how many more there are', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `key${i}: ${i}`)
    const problems = said(`${people}${keys.join('\n')}\n`)
    expect(problems).toHaveLength(limits.problemsOfDocument + 1)
    expect(problems.at(-1)).toMatch(/There are 19950 more mistakes in this record$/)
  })

  test.each([
    ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le'), '1:1 YML-003 The file is UTF-16, not UTF-8'],
    [
      'Latin-1',
      Buffer.from('a: 1\nb: caf\xe9 x\n', 'latin1'),
      '2:7 YML-003 The file is not UTF-8: byte 0xe9 does not belong here',
    ],
    [
      'cut in a letter',
      Buffer.from('a: é').subarray(0, 4),
      '1:4 YML-003 The file is not UTF-8: byte 0xc3 does not belong here',
    ],
  ])('%s', (_name, bytes, expected) => {
    expect(said(bytes)).toEqual([expected])
  })

  test('an unreadable file is a problem, never an absence', () => {
    const { problems } = readProgram([{ path: 'c/a.yaml', unreadable: 'is a symbolic link', remedy: 'Replace it.' }])
    expect(problems.map(({ message }) => message)).toEqual([
      'c/a.yaml:1:1 YML-001: The file is a symbolic link. Replace it.',
    ])
  })
})

describe('what is allowed', () => {
  test('a byte order mark, CRLF and several documents', () => {
    const text = `\ufeff${people}---\n${head}kind: Roles\nroles: []\n`.replaceAll('\n', '\r\n')
    const { model, problems } = readProgram([file(text)])
    expect(problems).toEqual([])
    expect(model.records.map(({ kind }) => kind)).toEqual(['People', 'Roles'])
    expect(model.people.get('ana')?.at.locate(['name'], 'value')).toMatchObject({ line: 4, column: 22, endColumn: 25 })
  })

  test('keys of the user that start with x-', () => {
    expect(said(`${people}x-team: { any: [thing] }\n`)).toEqual([])
  })

  test('other Markdown is nobody else’s concern', () => {
    expect(readProgram([file(people), file(new Uint8Array([0xff]), 'compliance/notes.md')]).problems).toEqual([])
  })
})

describe('what the schema refuses', () => {
  const policy = (lines: string) => `${head}kind: Policy\nid: POL-A\ntitle: A\nowner: ana\nbody: a.md\n${lines}`

  test('everything at once, each at its own place, with what to write instead', () => {
    const text = policy('verion: "1.0.0"\nstatus: aproved\nreviewEvery: 1 year\nclassification: internal\n')
    expect(readProgram([file(text)]).problems.map(({ message }) => message.replace('compliance/a.yaml:', ''))).toEqual([
      '7:1 SCH-001: Unknown key `verion` in Policy. Did you mean `version`? Allowed here: apiVersion, kind, id, title, version, status, owner, body, summary, approvedBy, effectiveFrom, effectiveTo, reviewEvery, lastReviewed, classification, acknowledgement, supersedes; your own keys start with x-.',
      '8:9 SCH-004: `status` is `aproved`, which is not one of the allowed values. Did you mean `approved`? Allowed: draft (being written; binds nobody), in-review (being discussed), approved (agreed, not yet in force), effective (in force), retired (not in force any more).',
      '9:14 SCH-003: `reviewEvery` has not the right form: `1 year`. Write `P1Y` (ISO 8601 duration, for example P90D, P1Y or PT15M).',
    ])
  })

  test('a version without quotes is a number, and the message says how to mend it', () => {
    const text = policy('version: 1.10\nstatus: draft\nreviewEvery: P1Y\nclassification: internal\n')
    expect(readProgram([file(text)]).problems.map(({ message }) => message)).toEqual([
      'compliance/a.yaml:7:10 SCH-003: `version` must be a text, but it is the number `1.1`. Put it in quotes to make it a text (Semantic version in quotes: major for a material change, minor for a clarification, patch for an editorial one).',
    ])
  })

  test('allowed values come with their meaning', () => {
    const risk = `${head}kind: RiskRegister\nid: RGR-A\ntitle: A\nrisks:\n  - { id: RSK-A, title: A, category: change, inherent: { likelihood: often, impact: minor }, treatment: mitigate, status: open }\n`
    expect(readProgram([file(risk)]).problems.map(({ remedy }) => remedy)).toEqual([
      'Allowed: rare (under 5 % a year), unlikely (5 % up to 20 %), possible (20 % up to 50 %), likely (50 % up to 80 %), almost-certain (80 % and more).',
    ])
  })

  test.each([
    ['an unknown kind', `${head}kind: Polcy\n`, '2:7 SCH-005 Unknown kind `Polcy`'],
    ['no kind', `${head}id: POL-A\n`, '2:5 SCH-005 The record has no `kind`'],
    [
      'another version',
      'apiVersion: countersign/v2\nkind: Policy\n',
      '1:13 SCH-005 Unknown apiVersion `countersign/v2`',
    ],
    [
      'a day that does not exist',
      people.replace('2025-01-01', '2025-02-30'),
      '4:50 SCH-003 `start` has not the right form: `2025-02-30`',
    ],
    ['a key without value', people.replace('name: Ana', 'name:'), '4:16 SCH-003 `name` has no value'],
    [
      'a time zone that does not exist',
      `${head}kind: Program\nid: PRG-A\ntitle: A\nstatus: setting-up\norganisation: { name: A, securityLead: ana }\nsystem: { name: A }\ncategories: [CC]\nreportType: type1\nasOf: 2026-01-01\ntimezone: Mars/Base\n`,
      '11:11 SCH-003 `timezone` is `Mars/Base`, which is not a known time zone',
    ],
  ])('%s', (_name, text, expected) => {
    expect(said(text)).toEqual([expected])
  })

  test('of several shapes only the one that was meant is told', () => {
    const rules = `${head}kind: GateRules\nrules:\n  - { id: a, require: { approvals: 1, from: { user: [ana] } } }\n  - { id: b, require: { approvals: 1, from: [ana] } }\n`
    expect(said(rules)).toEqual([
      '4:47 SCH-001 Unknown key `user` in ApproverSource',
      '5:45 SCH-003 `from` can be a mapping or an empty list',
    ])
  })

  test('a broken row is left out, its id is remembered, and the other rows stay', () => {
    const text = `${people}  - { id: ben, name: Ben, type: robot, start: 2025-01-01 }\n  - { id: cy, name: Cy, type: employee, start: 2025-01-01 }\n`
    const { model, problems } = readProgram([file(text)])
    expect(problems.map(({ at }) => at.line)).toEqual([5])
    expect([...model.people.keys()]).toEqual(['ana', 'cy'])
    expect(model.people.get('cy')?.at.locate().line).toBe(6)
    expect(model.malformedIds).toEqual(new Set(['ben']))
  })

  test('a broken rule of a gate takes the whole record along: a gate with fewer rules would let more through', () => {
    const rules = `${head}kind: GateRules\nrules:\n  - { id: a, require: { approvals: 0 } }\n  - { id: b, require: { approvals: 2 } }\n`
    const { model, problems } = readProgram([file(rules)])
    expect(problems.map(({ code }) => code)).toEqual(['SCH-003'])
    expect(model.gateRules).toEqual([])
  })

  test('what a file that is not YAML defines is not said to be missing', () => {
    const { model } = readProgram([file(`${head}kind: Policy\nid: POL-BROKEN\ntitle: "x\n`)])
    expect(model.malformedIds).toEqual(new Set(['POL-BROKEN']))
  })
})

test('the order of the files does not matter', () => {
  const files = [file(people, 'c/b.yaml'), file(people.replace('ana', 'ben'), 'c/a.yaml')]
  const ids = (list: readonly SourceFile[]) => readProgram(list).model.declaredIds.map(({ id }) => id)
  expect(ids(files)).toEqual(['ben', 'ana'])
  expect(ids(files.toReversed())).toEqual(['ben', 'ana'])
})
