import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { toCheckReport } from '../../../src/report/check-report.ts'
import { stableWords } from '../../../src/rules/baseline/known-findings.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { runRules } from '../../../src/rules/run-rules.ts'

const people = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana, type: employee, start: 2025-01-01 }
---
apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: The program
status: setting-up
organisation: { name: Example, securityLead: ana }
system: { name: Service }
categories: [CC]
reportType: type1
asOf: 2026-12-31
---
apiVersion: countersign/v1
kind: RiskRegister
id: RGR-MAIN
title: Risks
risks:
`
const bare = 'is to be mitigated, but has neither controls nor a plan'
const risk = (id: string, lastReviewed = '2026-05-01') => `  - id: ${id}
    title: A risk
    category: change
    owner: ana
    inherent: { likelihood: possible, impact: minor }
    residual: { likelihood: possible, impact: minor }
    treatment: mitigate
    status: open
    lastReviewed: ${lastReviewed}
`
const baseline = (
  expires = '2026-09-01',
  entries: readonly (readonly [string, string, string])[] = [['RSK-005', 'RSK-A', `RSK-A ${bare}`]],
) => `---
apiVersion: countersign/v1
kind: Baseline
created: 2026-06-01
expires: ${expires}
findings:
${entries.map(([rule, record, finding]) => `  - { rule: ${rule}, record: ${record}, finding: "${finding}" }\n`).join('')}`

const model = (text: string) => {
  const reading = readProgram([{ path: 'a.yaml', bytes: Buffer.from(text) }])
  expect(reading.problems).toEqual([])
  return reading.model
}

function judge(head: string, base?: string, asOf = '2026-06-15') {
  const program = model(head)
  const before = base === undefined ? {} : { base: model(base), baseSettings: defaultSettings }
  const results = runRules(program, { asOf, settings: defaultSettings, ...before }, rules)
  const fixed = { programFolder: 'c', base: undefined, files: 1, problems: [], required: [] }
  const report = toCheckReport({ ...fixed, asOf, records: program.records.length, results })
  const errors = report.items.filter(({ severity }) => severity === 'error')
  return { report, errors, codes: errors.map(({ code, resource }) => `${code} ${resource}`) }
}

const legacy = people + risk('RSK-A')

describe('a finding that a baseline lists', () => {
  test('is shown with its last day, has a count of its own, and is neither a pass nor a failure', () => {
    const { report, codes } = judge(legacy + baseline())
    expect(codes).toEqual([])
    expect(report.baselined.map(({ code, resource, untilDay }) => [code, resource, untilDay])).toEqual([
      ['RSK-005', 'RSK-A', '2026-09-01'],
    ])
    expect(report.counts).toMatchObject({ errors: 0, waived: 0, baselined: 1 })
    const { counts } = report.rules.find(({ id }) => id === 'RSK-005') ?? {}
    expect(counts).toMatchObject({ pass: 0, fail: 0, waived: 0, baselined: 1 })
    expect(report.verdict).toBe('satisfied')
  })

  test.each([
    ['on its last day', '2026-09-01', []],
    ['on the day after', '2026-09-02', ['RSK-005 RSK-A']],
    ['before it was created', '2026-05-31', ['RSK-005 RSK-A']],
  ])('%s', (_name, asOf, codes) => {
    const found = judge(legacy + baseline(), undefined, asOf).codes
    expect(found.filter((one) => one.startsWith('RSK-005'))).toEqual(codes)
  })

  test('counts where the baseline lasts longer than 180 days', () => {
    expect(judge(legacy + baseline('2026-11-29')).codes).toEqual(
      expect.arrayContaining(['RSK-005 RSK-A', 'BAS-001 The baseline']),
    )
  })

  test('does not cover the same mistake in another record, nor other words about this one', () => {
    expect(judge(legacy + risk('RSK-B') + baseline()).codes).toEqual(['RSK-005 RSK-B'])
    expect(judge(legacy + baseline('2026-09-01', [['RSK-005', 'RSK-A', 'RSK-A is fine']])).codes).toEqual([
      'RSK-005 RSK-A',
    ])
  })

  test('stays known when the days go by', () => {
    const late = people + risk('RSK-A', '2025-01-01')
    const words = judge(late).errors.map(
      ({ code, resource, message }) => [code, resource ?? '', stableWords(message, '2026-06-15')] as const,
    )
    expect(words.map(([code]) => code).sort()).toEqual(['RSK-005', 'RSK-010'])
    expect(judge(late + baseline('2026-09-01', words), undefined, '2026-07-20').codes).toEqual([])
  })

  test.each(['REF-002', 'SCP-001', 'EXC-003'])('of %s counts all the same', (id) => {
    const rule = rules.find((one) => one.id === id)
    expect(rule?.neverKnown === true || rule?.unwaivable === true).toBe(true)
  })

  test('of a reference that leads nowhere counts all the same, and the entry is told', () => {
    const lost = legacy.replace('owner: ana\n    inherent', 'owner: zoe\n    inherent')
    const [found] = judge(lost).errors.filter(({ code }) => code === 'REF-002')
    const listed = baseline('2026-09-01', [['REF-002', 'RSK-A', found?.message ?? '']])
    const { codes, report } = judge(lost + listed)
    expect(codes).toContain('REF-002 RSK-A')
    expect(report.items.map(({ code }) => code)).toContain('BAS-003')
  })
})

describe('on a change', () => {
  test('what the base lists too is silent', () => {
    expect(judge(legacy + baseline(), legacy + baseline()).codes).toEqual([])
  })

  test.each([
    ['lists', legacy, /only this change adds it there/],
    ['lists in place of another', legacy + baseline('2026-09-01', [['RSK-005', 'RSK-Z', 'gone']]), /adds it there/],
    ['makes last longer', legacy + baseline('2026-08-31'), /only this change makes the baseline last longer/],
    ['makes valid again', legacy + baseline('2026-06-10'), /only this change adds it there/],
  ])('what only the change %s still counts and says so', (_name, base, why) => {
    const { errors, report } = judge(legacy + baseline(), base)
    expect(errors.map(({ code, notSilenced }) => [code, notSilenced])).toEqual([
      ['RSK-005', expect.stringMatching(why)],
    ])
    expect(report.verdict).toBe('violated')
  })
})
