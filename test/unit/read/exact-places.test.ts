import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Location } from '../../../src/model/location.ts'
import { readProgram } from '../../../src/read/read-program.ts'

/** The offsets of a place in the text that an editor shows: without the byte order mark, every line break counted. */
function offsetsOf(
  text: string,
  { line, column, endLine, endColumn }: Location,
): readonly [start: number, end: number] {
  const starts = [0]
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1)
  return [(starts[line - 1] ?? 0) + column - 1, (starts[endLine - 1] ?? 0) + endColumn - 1]
}

/** A policy without mistake, a line a key. */
const fields: Readonly<Record<string, string>> = {
  apiVersion: 'apiVersion: countersign/v1',
  kind: 'kind: Policy',
  id: 'id: POL-A',
  title: 'title: A policy',
  version: 'version: "1.0.0"',
  status: 'status: draft',
  owner: 'owner: ana',
  body: 'body: a.md',
  reviewEvery: 'reviewEvery: P1Y',
  classification: 'classification: internal',
}

/** What is wrong stands between the marks; `in` names the line that it replaces, if any. */
const mistakes: readonly { readonly code: string; readonly in?: string; readonly text: string }[] = [
  { code: 'SCH-004', in: 'status', text: 'status: «nonsense»' },
  { code: 'SCH-004', in: 'status', text: 'status:     «"nonsense"»   ' },
  { code: 'SCH-004', in: 'status', text: "status: «'non''sense'» # with a comment" },
  { code: 'SCH-004', in: 'status', text: 'status: «"non\\u0073ense\\t\\"\\U0001f600"»' },
  { code: 'SCH-004', in: 'status', text: 'status:\n\n  # below its key\n    «nonsense»' },
  { code: 'SCH-004', in: 'status', text: '"status": «nonsense»' },
  { code: 'SCH-004', in: 'status', text: '? status\n: «nonsense»' },
  { code: 'SCH-004', in: 'status', text: 'status: «é\u0301\u{1f600} x»' },
  { code: 'SCH-001', in: 'status', text: '«statuss»: draft' },
  { code: 'SCH-001', in: 'status', text: '«"st\\u0061tuss"» : draft' },
  { code: 'SCH-001', text: "«'a key: of mine # no comment'»: { x: 1 }" },
  { code: 'SCH-001', text: '«ключ \u{1f600}»: 1' },
  { code: 'SCH-003', text: 'approvedBy: [ana, «Ben Okoro», cy]' },
  { code: 'SCH-003', text: 'approvedBy: [\n    ana, # first\n  «"Ben Okoro"» , cy ]' },
  { code: 'SCH-003', text: 'approvedBy:\n- ana\n- «Ben Okoro»\n- cy' },
  {
    code: 'SCH-003',
    text: 'approvedBy:\n    - "\u{1f600}"\n    -   «Ben Okoro»   # \u{1f600}'.replace('"\u{1f600}"', 'ana'),
  },
  {
    code: 'SCH-003',
    text: 'acknowledgement: { "x-\u{1f600}e\u0301": [1, {b: "\\u00e9"}], required: «yes», audience: all }',
  },
  { code: 'SCH-003', text: 'acknowledgement:\n  required: true\n  dueIn: «30 days»' },
  { code: 'SCH-003', in: 'owner', text: 'owner: «[ana]»' },
  { code: 'SCH-003', in: 'owner', text: 'owner: «{ id: ana }»' },
  { code: 'SCH-003', in: 'version', text: 'version: «1.10»' },
  { code: 'SCH-003', in: 'owner', text: '«owner»:' },
  { code: 'SCH-003', in: 'reviewEvery', text: 'reviewEvery: «a\n   year»' },
  { code: 'SCH-003', in: 'owner', text: 'owner: «>-\n  Ana\n  Souza»' },
  { code: 'SCH-003', in: 'owner', text: 'owner: «|\n  Ana\n\n  Souza»' },
  { code: 'YML-005', text: 'x-a: { b: 1, c: 2, «b»: 3 }' },
  { code: 'YML-005', text: 'x-a: 1\n«"x-\\u0061"»: 2' },
  { code: 'YML-006', text: 'x-a: [{ «__proto__»: 1 }]' },
  { code: 'YML-006', text: 'x-a: «&anchor» 1' },
  { code: 'YML-006', text: 'x-a: [ 1, «*alias» ]' },
  { code: 'YML-006', text: 'x-a: «!!str» 1' },
  { code: 'REF-010', text: 'x-a: «1.10»' },
  { code: 'REF-010', text: 'x-a: ["\u{1f600}", «no», {b: e\u0301}]' },
  { code: 'REF-010', text: 'x-a: «12:30:00»' },
]

/** Lines that mean nothing to the mistake and move it about. */
const noise = [
  '# a comment \u{1f600} «no mark»'.replace(/[«»]/g, ''),
  '',
  '   ',
  'x-N: "\u{1f600} e\u0301 \\u00e9 \\" # no comment"',
  'x-N: |\n  literal: [text\n    # no comment\n\n  \ttab',
  'x-N: >-\n  folded\n  text\n\n  more',
  "x-N: 'it''s\n  over lines'",
  'x-N: [1, {a: "}"}, [], {}]',
  'x-N:\n  - a: 1\n    b: [x,\n     w]\n  -\n    - z',
  'x-N: plain over\n  two lines # with a comment',
  'x-N:',
]

const other = 'apiVersion: countersign/v1\nkind: People\npeople: []\nx-a: "\u{1f600}"\n'

const layout = fc.record({
  order: fc.shuffledSubarray(Object.keys(fields), { minLength: Object.keys(fields).length }),
  at: fc.nat({ max: Object.keys(fields).length }),
  noise: fc.array(fc.tuple(fc.nat({ max: 10 }), fc.constantFrom(...noise)), { maxLength: 4 }),
  before: fc.constantFrom('', `${other}---\n`, `---\n${other}...\n---\n`, '--- # start\n', '\n\n# head\n'),
  after: fc.constantFrom('', `---\n${other}`, '...\n', '# end'),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
})

describe('what is reported selects exactly the text that is wrong, in every layout', () => {
  test.each(mistakes)('$code $text', ({ code, in: replaced, text }) => {
    fc.assert(
      fc.property(layout, ({ order, at, noise: between, before, after, lineBreak, mark }) => {
        const lines = order.map((key) => (key === replaced ? text : (fields[key] ?? '')))
        if (replaced === undefined) lines.splice(at, 0, text)
        for (const [index, [where, line]] of between.entries())
          lines.splice(where, 0, line.replace('N', `noise${index}`))
        const marked = `${before}${lines.join('\n')}\n${after}`.replaceAll('\n', lineBreak)
        const start = marked.indexOf('«')
        const end = marked.indexOf('»') - 1
        const plain = marked.replace('«', '').replace('»', '')
        const bytes = Buffer.from(mark ? `\ufeff${plain}` : plain)
        const { problems, model } = readProgram([{ path: 'a.yaml', bytes }])
        const found = [
          ...problems.map((problem) => ({ code: problem.code, at: problem.at })),
          ...model.ambiguousScalars.map((scalar) => ({ code: 'REF-010', at: scalar.at.locate([], 'value') })),
        ]
        expect(
          found.map((one) => [one.code, plain.slice(...offsetsOf(plain, one.at)), offsetsOf(plain, one.at)]),
        ).toEqual([[code, plain.slice(start, end), [start, end]]])
      }),
      { numRuns: 40 },
    )
  })
})
