import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printAnnotations } from '../../../src/report/github-annotations.ts'
import { printGithub } from '../../../src/report/print-github.ts'
import { checkReport, hostileReport, reportItem, waivedItem } from '../../support/check-reports.ts'

const plain = { colours: false, textOf: () => undefined }
const linesOf = (...args: Parameters<typeof checkReport>) =>
  printGithub(checkReport(...args), plain)
    .trimEnd()
    .split('\n')
const inFile = (file: string, line = 1) =>
  reportItem({ at: { file, line, column: 1, endLine: line, endColumn: 2 }, related: [] })

describe('github', () => {
  test('points at the place, escaped for a workflow command', () => {
    const at = { file: 'a,b:c%.yaml', line: 2, column: 11, endLine: 2, endColumn: 20 }
    expect(linesOf([reportItem({ message: '100 %\nof a:b,c', at })])).toEqual([
      '::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=11,endColumn=19,title=REF-002::100 %25%0Aof a:b,c.%0A(did you mean POL-ACCESS?)%0ACorrect the id, or write the record that it names.%0Ac/p.yaml:1:5: POL-ACCESS is written here',
    ])
  })

  test('keeps to ten of a severity; the tenth says how many more there are', () => {
    const lines = (count: number) =>
      printAnnotations(
        Array.from({ length: count }, (_, i) => ({ severity: 'warning' as const, title: `t${i}`, message: 'm' })),
      )
        .trimEnd()
        .split('\n')
    expect(lines(10)).toHaveLength(10)
    expect(lines(10)[9]).toContain('title=t9')
    expect(lines(11)).toHaveLength(10)
    expect(lines(11)[9]).toContain('title=2 more of severity warning')
  })

  test('shows files that cannot be read first', () => {
    expect(linesOf([reportItem(), reportItem({ code: 'YML-004' })])[0]).toContain('title=YML-004')
  })

  test('shows one of each file before a second of the same', () => {
    const items = [...Array.from({ length: 12 }, (_, i) => inFile('a', i + 1)), inFile('b'), inFile('c')]
    const files = linesOf(items).map((line) => /file=([abc]),line=(\d+)/.exec(line)?.slice(1).join(':'))
    expect(files).toEqual(['a:1', 'b:1', 'c:1', 'a:2', 'a:3', 'a:4', 'a:5', 'a:6', 'a:7', undefined])
  })

  test('what an exception waives is a notice', () => {
    expect(linesOf([], { waived: [waivedItem()] })[0]).toMatch(
      /^::notice file=c\/a\.yaml,.*title=REF-002 waived::.*EXC-A waives it until 2026-07-01\.$/,
    )
  })

  test.each(['not-determined', 'nothing-checked'] as const)(
    'the verdict %s is an error, though nothing was found',
    (verdict) => {
      expect(linesOf([], { verdict })).toEqual([
        expect.stringMatching(`^::error title=The check is ${verdict}::Check `),
      ])
      expect(printGithub(checkReport([]), plain)).toBe('')
    },
  )

  test('no text of a person becomes a command of its own, or a property of another', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const printed = printGithub(report, plain)
        for (const line of printed.split('\n').slice(0, -1))
          expect(line).toMatch(
            /^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,)?title=[^,:]*::[^\r\n]*$/,
          )
      }),
    )
  })
})
