import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { version } from '../../../src/model/version.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { toCheckReport } from '../../../src/report/check-report.ts'
import { printSarif } from '../../../src/report/print-sarif.ts'
import { checkReport, fullReport, hostileReport, reportItem, waivedItem } from '../../support/check-reports.ts'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: Readonly<Record<string, number>>
    }
    readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[]
  }[]
  readonly relatedLocations?: readonly unknown[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly unknown[]
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } & Record<string, unknown> }
  readonly invocations: readonly [Record<string, unknown>]
  readonly results: readonly Result[]
}

const plain = { colours: false, textOf: () => undefined }
const runOf = (text: string) => (JSON.parse(text) as { runs: readonly [Run] }).runs[0]

describe('sarif', () => {
  const run = runOf(printSarif(fullReport(), plain))

  test('explains every rule in itself, with the severity that counts', () => {
    const { driver } = run.tool
    expect(driver).toMatchObject({ name: 'Countersign', semanticVersion: version })
    const ids = driver.rules.map(({ id }) => id)
    expect(ids).toEqual(['POL-003', 'REF-002', 'RSK-006', 'RSK-011', 'SCP-005', 'YML-004'])
    expect(driver.rules.find(({ id }) => id === 'RSK-011')).toMatchObject({ defaultConfiguration: { enabled: false } })
    expect(driver.rules.find(({ id }) => id === 'SCP-005')).toMatchObject({
      defaultConfiguration: { level: 'warning' },
    })
    for (const rule of driver.rules) {
      expect(rule).toMatchObject({ name: expect.stringMatching(/^[A-Z][A-Za-z0-9]+$/) })
      expect(rule['help']).toMatchObject({ text: expect.any(String), markdown: expect.stringContaining('**To do:**') })
      expect(rule).not.toHaveProperty('helpUri')
    }
  })

  test('has the place with an exclusive end, the related ones, and the worst first', () => {
    expect(run.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'REF-002 error',
      'YML-004 error',
      'SCP-005 warning',
      'RSK-006 error',
      'RSK-006 error',
    ])
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.['id']).toBe(ruleId)
    expect(run.results[0]).toMatchObject({
      message: { text: expect.stringContaining('which does not exist. (did you mean POL-ACCESS?) Correct the id') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'c/a.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 11, endLine: 2, endColumn: 20 },
          },
        },
      ],
      relatedLocations: [{ id: 1, message: { text: 'POL-ACCESS is written here' } }],
    })
  })

  test('a finding is suppressed by its exception or its baseline, and others by nothing', () => {
    expect(run.results.map(({ suppressions }) => suppressions)).toEqual([
      undefined,
      undefined,
      undefined,
      [{ kind: 'external', status: 'accepted', justification: 'EXC-A, until 2026-07-01' }],
      [{ kind: 'external', status: 'accepted', justification: 'In the baseline, until 2026-08-01' }],
    ])
  })

  test.each([
    ['satisfied', true],
    ['violated', true],
    ['not-determined', false],
    ['nothing-checked', false],
  ] as const)('of a check that is %s the invocation was successful: %s', (verdict, executionSuccessful) => {
    expect(runOf(printSarif(checkReport([], { verdict }), plain)).invocations[0]).toMatchObject({ executionSuccessful })
  })

  test('above the limit of code scanning it says how many are left out, and the errors stay', () => {
    const warnings = Array.from({ length: 25_000 }, () => reportItem({ severity: 'warning', related: [] }))
    const { results, invocations } = runOf(printSarif(checkReport([...warnings, reportItem()]), plain))
    expect(results).toHaveLength(25_000)
    expect(results[0]?.level).toBe('error')
    expect(JSON.stringify(invocations)).toContain('1 more results are left out of this file.')
    expect(invocations[0]).toMatchObject({ executionSuccessful: false })
  })

  test('text of people makes neither links nor placeholders, and file names are encoded', () => {
    const at = { file: 'a b/100%/[x]#?.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 }
    const { results } = runOf(
      printSarif(checkReport([reportItem({ message: '[a](https://b) {0} \u202e', at })]), plain),
    )
    expect(results[0]?.message.text).toContain('[a] (https://b) { 0} \\u202e')
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('a%20b/100%25/%5Bx%5D%23%3F.yaml')
  })

  test('whatever people write it is JSON with distinct fingerprints', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { results } = runOf(printSarif(report, { colours: false, textOf: () => report.programFolder }))
        expect(results).toHaveLength(report.items.length + report.waived.length + report.baselined.length)
        const prints = results.map(({ partialFingerprints }) => partialFingerprints['countersign/v1'])
        expect(new Set(prints).size).toBe(prints.length)
        for (const print of prints) expect(print).toMatch(/^[0-9a-f]{32}$/)
      }),
    )
  })
})

describe('fingerprints', () => {
  const register = (rows: readonly string[], head = '') => `${head}apiVersion: countersign/v1
kind: RiskRegister
id: RGR-MAIN
title: Risks
risks:
${rows.join('')}`
  const risk = (id: string, rest = '') => `  - id: ${id}\n    title: Something\n    statuss: open\n${rest}`

  /** What the reader and its schemas find in a file, by where it is in the record. */
  function printsOf(text: string, file = 'c/risks.yaml'): ReadonlyMap<string, string> {
    const { problems } = readProgram([{ path: file, bytes: new TextEncoder().encode(text) }])
    const report = toCheckReport({
      ...{ asOf: '2026-06-15', programFolder: 'c', base: undefined, files: 1, records: 1 },
      ...{ problems, results: [], required: [] },
    })
    const { results } = runOf(printSarif(report, { colours: false, textOf: () => text }))
    return new Map(
      results.map(({ message, locations, partialFingerprints }) => [
        `${locations[0]?.logicalLocations?.[0]?.fullyQualifiedName} ${message.text}`,
        partialFingerprints['countersign/v1'] ?? '',
      ]),
    )
  }

  const first = printsOf(register([risk('RSK-1')]))
  const [unknownKey = ''] = [...first.keys()].filter((name) => name.includes('Unknown key'))

  test('name the record and the path in it', () => {
    expect(unknownKey).toMatch(/^RGR-MAIN\/risks\/RSK-1\/statuss Unknown key `statuss`/)
    expect(new Set(first.values()).size).toBe(first.size)
  })

  test.each([
    ['lines above', register([risk('RSK-1')], '# a comment\n\n\n')],
    ['a byte order mark and CRLF', `\ufeff${register([risk('RSK-1')])}`.replaceAll('\n', '\r\n')],
    ['another entry before it', register([risk('RSK-0'), risk('RSK-1')])],
    [
      'another record before it',
      `apiVersion: countersign/v1\nkind: Policy\nid: POL-X\n---\n${register([risk('RSK-1')])}`,
    ],
    ['another layout', register(['  - {   title: Something, id: RSK-1,\n      statuss: open }\n'])],
    ['another mistake in the same entry', register([risk('RSK-1', '    ownr: ana\n')])],
  ])('stay the same with %s', (_what, text) => {
    const after = printsOf(text)
    for (const [name, print] of first) expect(after.get(name), name).toBe(print)
  })

  test('stay the same in another file', () => {
    expect(printsOf(register([risk('RSK-1')]), 'c/moved/r.yaml')).toEqual(first)
  })

  test('differ by entry, and of equal ones by their order', () => {
    const two = printsOf(register([risk('RSK-1'), risk('RSK-2')]))
    expect(two.get(unknownKey)).toBe(first.get(unknownKey))
    expect(two.get(unknownKey.replace('RSK-1', 'RSK-2'))).not.toBe(first.get(unknownKey))
    const twice = runOf(
      printSarif(checkReport([reportItem(), reportItem()], { waived: [waivedItem()] }), plain),
    ).results
    expect(new Set(twice.map(({ partialFingerprints }) => partialFingerprints['countersign/v1'])).size).toBe(3)
  })
})
