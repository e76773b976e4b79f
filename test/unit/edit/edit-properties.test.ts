import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { Edit, YamlValue } from '../../../src/edit/edit.ts'
import { editYaml } from '../../../src/edit/edit-yaml.ts'
import { intendedValue } from '../../../src/edit/intended-value.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import type { DocumentMap } from '../../../src/read/document-map.ts'
import { parseYaml } from '../../../src/read/parse-yaml.ts'

const awkward = fc.constantFrom(
  ...[
    'no',
    '1.10',
    '012',
    ' x',
    'x ',
    '#',
    'a #b',
    'a: b',
    'a:',
    '- a',
    '2026-01-01',
    '',
    '~',
    'null',
    'a\nb',
    'a\n',
    '\n',
  ],
  ...[
    'a\n\nb\n',
    ' a\nb',
    'a\tb',
    '\u0000',
    '\u202e',
    '\ud800',
    '\ufeff',
    '"',
    "'",
    '[a',
    '{',
    'a, b',
    '?',
    '%',
    '!x',
    '&a',
    '*a',
  ],
  ...[
    'a\r\nb',
    '\u2028',
    '\u{1f600}',
    '1e3',
    '0x1',
    '.inf',
    '12:30',
    '<<',
    '=',
    '| x',
    '> x',
    '---',
    '...',
    'a\\b',
    'é',
  ],
)
/** Half characters are refused by the reader. */
const text = fc
  .oneof(awkward, fc.string({ unit: 'binary', maxLength: 12 }), fc.lorem({ maxCount: 30 }))
  .filter((one) => !/\p{Cs}/u.test(one))
const scalar: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
)
const key = fc
  .oneof(fc.constantFrom('id', 'title', 'owner', 'x-own', 'risks', 'no', '1.10'), fc.stringMatching(/^[a-z]{1,6}$/))
  .filter((name) => !(name in {}) && name !== 'prototype')
const value: fc.Arbitrary<YamlValue> = fc.letrec<{ any: YamlValue }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any
const record = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

/** A person who writes the same data in many ways: numbers decide the style of each value in turn. */
function scribe(styles: readonly number[], newline: string) {
  let turn = 0
  const choose = (count: number) => (styles[turn++ % styles.length] ?? 0) % count
  let remarks = 0
  const remark = () => (choose(3) === 0 ? ` # remark ${remarks++}` : '')
  const flow = (data: YamlValue): string => {
    const pad = choose(2) === 0 ? ' ' : ''
    if (Array.isArray(data)) return `[${pad}${data.map(flow).join(`,${pad}`)}${pad}]`
    if (typeof data === 'object' && data !== null) {
      return `{${pad}${Object.entries(data)
        .map(([name, part]) => `${JSON.stringify(name)}: ${flow(part)}`)
        .join(', ')}${pad}}`
    }
    return escaped(data)
  }
  const escaped = (data: YamlValue) =>
    JSON.stringify(data).replace(
      /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/g,
      (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  const plain = (data: YamlValue): string =>
    typeof data === 'string' && /^[a-z][a-z ]*[a-z]$/.test(data) && !/^(?:null|true|false)$/.test(data)
      ? choose(2) === 0
        ? data
        : `'${data}'`
      : escaped(data)
  const block = (data: YamlValue, column: number): string => {
    const pad = ' '.repeat(column)
    const line = (start: string, part: YamlValue, extra: number) => {
      const above = choose(5) === 0 ? `${newline}${pad}# above ${remarks++}${newline}` : ''
      return `${above}${pad}${start}${block(part, column + extra)}`
    }
    const step = [2, 3, 4][choose(3)] ?? 2
    if (Array.isArray(data) && data.length > 0 && choose(3) > 0) {
      return `${remark()}${newline}${data.map((part) => line('-', part, step)).join('')}`
    }
    if (
      typeof data === 'object' &&
      data !== null &&
      !Array.isArray(data) &&
      Object.keys(data).length > 0 &&
      choose(3) > 0
    ) {
      const lines = Object.entries(data).map(([name, part]) =>
        line(`${/^[a-z-]+$/.test(name) && name !== 'no' ? name : `"${name}"`}:`, part, step),
      )
      return `${remark()}${newline}${lines.join('')}`
    }
    if (data === null && choose(2) === 0) return `${remark()}${newline}`
    if (typeof data === 'string' && /^[!-~]+(?: [!-~]+)*\n?$/.test(data) && choose(4) === 0) {
      return ` ${choose(2) === 0 ? '>' : '|'}${data.endsWith('\n') ? '' : '-'}${remark()}${newline}${pad}  ${data.trimEnd()}${newline}`
    }
    if (typeof data === 'object' && data !== null) return ` ${flow(data)}${remark()}${newline}`
    return ` ${' '.repeat(choose(3))}${plain(data)}${remark()}${newline}`
  }
  return (data: { readonly [name: string]: YamlValue }) =>
    Object.entries(data)
      .map(([name, part]) => `${/^[a-z-]+$/.test(name) && name !== 'no' ? name : `"${name}"`}:${block(part, 2)}`)
      .join('')
}

type Paths = { readonly path: (string | number)[]; readonly value: YamlValue }[]
const pathsIn = (data: YamlValue, path: (string | number)[] = []): Paths => [
  { path, value: data },
  ...(Array.isArray(data)
    ? data.flatMap((part, index) => pathsIn(part, [...path, index]))
    : typeof data === 'object' && data !== null
      ? Object.entries(data).flatMap(([name, part]) => pathsIn(part, [...path, name]))
      : []),
]

/** One of the edits that can be made to this data, by a number. */
function editFor(data: YamlValue, pick: number, name: string, given: YamlValue): Edit | undefined {
  const edits = pathsIn(data).flatMap<Edit>(({ path, value: old }) => [
    ...(path.length > 0 ? [{ kind: 'set', path, value: given } as const, { kind: 'remove', path } as const] : []),
    ...(old === null || (typeof old === 'object' && !Array.isArray(old))
      ? [{ kind: 'set', path: [...path, name], value: given } as const]
      : []),
    ...(Array.isArray(old) || (old === null && path.length > 0)
      ? [{ kind: 'append', path, value: given } as const]
      : []),
  ])
  return edits[pick % Math.max(1, edits.length)]
}

const commentsIn = (written: string) => written.match(/# (?:above|remark) \d+/g) ?? []
const runs = 500

test('whatever is edited, exactly that changes, and no other line', () => {
  let made = 0
  let refused = 0
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 2 }),
      fc.array(fc.nat(59), { minLength: 5, maxLength: 60 }),
      fc.record({
        crlf: fc.boolean(),
        mark: fc.boolean(),
        noEnd: fc.boolean(),
        pick: fc.nat(),
        name: key,
        given: value,
      }),
      (records, styles, { crlf, mark, noEnd, pick, name, given }) => {
        const newline = crlf ? '\r\n' : '\n'
        const write = scribe(styles, newline)
        let body = records.map((one) => `---${newline}${write(one)}`).join('')
        if (noEnd && !/[|>]-?[^\n]*\n[^\n]*\n$/.test(body)) body = body.slice(0, -newline.length)
        const before = `${mark ? '\ufeff' : ''}${body}`
        const read = parseYaml('f', body)
        expect(read.problems).toEqual([])
        const data = read.documents.map((document) => document.data as YamlValue)
        expect(data).toEqual(records)
        const document = pick % records.length
        const edit = editFor(data[document] ?? null, pick, name, given)
        if (edit === undefined) return
        const wanted = data.map((one, index) => (index === document ? intendedValue('f', one, edit) : one))
        let after: string
        try {
          after = editYaml('f', before, [{ document, edit }])
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          // The reasons there are: a comment would be lost, or a record would be empty.
          if (!/has a comment inside|cannot be replaced as a whole|Remove it by hand/.test(error.message)) throw error
          refused += 1
          return
        }
        made += 1
        // An independent reading: the parser's own conversion, and not the reader of the product.
        const again = parseAllDocuments(after.replace(/^\ufeff/, ''), { version: '1.2' })
        expect('empty' in again ? [] : again.map((one) => one.toJS())).toEqual(wanted)
        expect(after.startsWith('\ufeff')).toBe(mark)
        expect(/(?<!\r)\n/.test(after)).toBe(!crlf && after.includes('\n'))
        expect(after.endsWith('\n')).toBe(before.endsWith('\n'))
        expectOthersKept(before, after, read.documents[document]?.map, edit)
      },
    ),
    { numRuns: runs },
  )
  expect(made).toBeGreaterThan(runs / 2)
  expect(refused).toBeLessThan(made / 5)
})

/** Lines outside the edited value (for what is added: all lines) are as they were; of comments only that beside what is removed goes. */
function expectOthersKept(before: string, after: string, map: DocumentMap | undefined, edit: Edit): void {
  if (after === before) return
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const gone = old.slice(head, old.length - tail).join('\n')
  const lost = commentsIn(gone).filter((comment) => !after.includes(comment))
  expect(lost.length).toBeLessThanOrEqual(edit.kind === 'remove' ? 1 : 0)
  const found = map?.follow(0, edit.path)
  if (map === undefined || found?.complete !== true || edit.kind !== 'set') return
  const [key, value] = [map.keyOf(found.row), map.valueOf(found.row)]
  // The dash of an entry may stand on the line above it.
  expect(head).toBeGreaterThanOrEqual(Math.min(key?.line ?? value.line - 1, value.line) - 1)
  expect(old.length - tail).toBeLessThanOrEqual(value.endLine)
}
