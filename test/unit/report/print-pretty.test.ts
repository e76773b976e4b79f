import { describe, expect, test } from 'vitest'
import { codeFrame } from '../../../src/report/code-frame.ts'
import { displayWidth } from '../../../src/report/display-width.ts'
import { printPretty } from '../../../src/report/print-pretty.ts'
import { printable } from '../../../src/report/printable.ts'
import { fullReport, reportItem as item, checkReport as report } from '../../support/check-reports.ts'

const texts = new Map([
  ['c/a.yaml', 'id: CTL-A\npolicies: [POL-ACESS]\n'],
  ['c/p.yaml', 'id: POL-ACCESS\n'],
])
const plain = { colours: false, textOf: (file: string) => texts.get(file) }
const esc = String.fromCharCode(27)

describe('pretty', () => {
  test('says where, what, what to do, and shows both ends of a reference', () => {
    expect(
      printPretty(report([item()]), plain),
    ).toBe(`c/a.yaml:2:11 error REF-002: CTL-A names the policy POL-ACESS, which does not exist
  1 | id: CTL-A
  2 | policies: [POL-ACESS]
    |           ^^^^^^^^^
  Did you mean POL-ACCESS?
  c/p.yaml:1:5: POL-ACCESS is written here
    1 | id: POL-ACCESS
      |     ^^^^^^^^^^
  To do: Correct the id, or write the record that it names.

Not run:
  POL-003: give --base REF to compare with

Not in order. 1 error, 0 warnings. 2 records in 2 files of c, as of 2026-06-15.
`)
  })

  test('lists the values that are allowed with what each means', () => {
    const choices = {
      advice: 'Did you mean `operating`?',
      allowed: [
        { value: 'planned', meaning: 'not there yet' },
        { value: 'operating', meaning: 'done' },
        { value: 'x' },
      ],
    }
    expect(printPretty(report([item({ choices })]), plain)).toContain(`
  To do: Did you mean \`operating\`? Write one of these.
    planned    not there yet
    operating  done
    x
`)
    const bare = { ...choices, allowed: [{ value: 'planned' }] }
    expect(printPretty(report([item({ choices: bare })]), plain)).toContain('  To do: Correct the id')
  })

  test('shows a few related places and counts the others', () => {
    const [related] = item().related
    const many = Array.from({ length: 8 }, () => related).flatMap((one) => (one === undefined ? [] : [one]))
    const printed = printPretty(report([item({ related: many })]), plain)
    expect(printed.match(/POL-ACCESS is written here/g)).toHaveLength(5)
    expect(printed).toContain('  and 3 more places\n')
  })

  test('has colours only when asked', () => {
    expect(printPretty(report([item()]), plain)).not.toContain(esc)
    expect(printPretty(report([item()]), { ...plain, colours: true })).toContain(`${esc}[31;1merror REF-002`)
  })

  test('quiet leaves errors and the verdict, and what leaves the verdict open', () => {
    const printed = printPretty(fullReport(), { ...plain, quiet: true })
    expect(printed).toContain('error REF-002')
    expect(printed).not.toMatch(/warning SCP|Waived|Could not be determined|Not run/)
    expect(printed.trimEnd().split('\n').at(-1)).toMatch(/^Not in order\. /)
    const open = printPretty({ ...fullReport(), items: [], verdict: 'not-determined' }, { ...plain, quiet: true })
    expect(open).toContain('RSK-006 on RSK-1: its method cannot be read')
  })

  test('lets no text of a person reach the terminal as a control', () => {
    const bad = `x${esc}[2J\r\n::error::\u202e\u200b`
    const printed = printPretty(
      report([
        item({
          message: bad,
          hint: bad,
          at: { file: `a${esc}.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 },
          related: [{ at: { file: bad, line: 1, column: 1, endLine: 1, endColumn: 2 }, message: bad }],
          choices: { advice: bad, allowed: [{ value: bad, meaning: bad }] },
        }),
      ]),
      { colours: false, textOf: () => bad },
    )
    expect(printed).not.toMatch(/[^\n -~]/)
    expect(printed).toContain('x\\u001b[2J\\u000d\\u000a::error::\\u202e\\u200b')
  })

  test.each(['::set-output name=a::b', ' ::error::b', 'a ##[add-mask]b'])(
    '%j is no command in the log of a job',
    (bad) => {
      const at = { file: bad, line: 1, column: 1, endLine: 1, endColumn: 2 }
      const printed = printPretty(
        report([item({ message: bad, at, related: [{ at, message: bad }] })], {
          waived: [{ ...item({ at }), exception: bad, untilDay: '2026-07-01' }],
        }),
        { colours: false, textOf: () => bad },
      )
      expect(printed).not.toMatch(/^\s*::|##\[/m)
    },
  )

  test('shortens many warnings of one rule, and shows errors last', () => {
    const warnings = Array.from({ length: 6 }, (_, i) =>
      item({ severity: 'warning', code: 'SCP-005', message: `w${i}` }),
    )
    const printed = printPretty(report([item(), ...warnings]), plain)
    expect(printed.match(/policies: \[/g)).toHaveLength(4)
    expect(printed.indexOf('w5')).toBeLessThan(printed.indexOf('error REF-002'))
  })

  test('cuts nothing silently', () => {
    const many = Array.from({ length: 250 }, (_, i) => item({ message: `e${i}` }))
    expect(printPretty(report(many), plain)).toContain('50 more are not shown; `--format json` has all.')
  })
})

describe('code frame', () => {
  const at = (column: number, endColumn: number) => ({ file: 'f', line: 1, column, endLine: 1, endColumn })

  test('cuts a long line around the place', () => {
    const frame = codeFrame(`${'a'.repeat(500)}WRONG${'b'.repeat(500)}`, at(501, 506))
    const [source = '', marks = ''] = frame ?? []
    expect(source.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('WRONG')
    expect(source.length).toBeLessThan(120)
  })

  test('cuts no character in two', () => {
    const [source = ''] = codeFrame('\u{1f600}'.repeat(300), at(302, 304)) ?? []
    expect(source).not.toContain('\\ud')
  })

  test.each([
    ['日本: WRONG', 5],
    ['\u{1f600}: WRONG', 5],
    ['e\u0301: WRONG', 5],
    ['\ta: WRONG', 5],
  ])('marks the place below %s', (line, column) => {
    const [source = '', marks = ''] = codeFrame(line, at(column, column + 5)) ?? []
    expect(displayWidth(marks.slice(0, marks.indexOf('^')))).toBe(
      displayWidth(source.slice(0, source.indexOf('WRONG'))),
    )
    expect(marks.match(/\^+/)?.[0]).toBe('^^^^^')
  })

  test('is left out for a line that is not there', () => {
    expect(codeFrame('a: 1\n', { file: 'f', line: 9, column: 1, endLine: 9, endColumn: 1 })).toBeUndefined()
  })
})

test('printable leaves ordinary text of any language alone', () => {
  expect(printable('Zoë 日本語 🙂 | `x`')).toBe('Zoë 日本語 🙂 | `x`')
  expect(printable('\ud800')).toBe('\\ud800')
  expect(printable('a::b # ## [x] #[y]')).toBe('a::b # ## [x] #[y]')
})
