import { describe, expect, test } from 'vitest'
import type { Severity } from '../../../src/model/outcome.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { toCheckReport } from '../../../src/report/check-report.ts'
import { rules } from '../../../src/rules/registry.gen.ts'
import { runRules } from '../../../src/rules/run-rules.ts'

const asOf = '2026-06-15'

const people = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana, type: employee, start: 2025-01-01 }
  - { id: ben, name: Ben, type: employee, start: 2025-01-01 }
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
`
const risk = (lastReviewed: string, plan = '', title = 'A risk') => `---
apiVersion: countersign/v1
kind: RiskRegister
id: RGR-MAIN
title: Risks
risks:
  - id: RSK-A
    title: ${title}
    category: change
    owner: ben
    inherent: { likelihood: possible, impact: minor }
    residual: { likelihood: possible, impact: minor }
    treatment: mitigate
    status: open
    lastReviewed: ${lastReviewed}
${plan}`
const exception = (expires = '2026-07-01', resources = '[RSK-A]', approvedBy = 'ana') => `---
apiVersion: countersign/v1
kind: Exception
id: EXC-A
title: For a while
rule: RSK-005
resources: ${resources}
reason: Until the tool is there.
severity: high
requestedBy: ben
approvedBy: ${approvedBy}
start: 2026-06-01
expires: ${expires}
`
const settings = (severities: Readonly<Record<string, Severity>> = {}) => ({
  ...defaultSettings,
  severities: new Map(Object.entries(severities)),
})
const model = (...parts: string[]) => {
  const { model, problems } = readProgram([{ path: 'a.yaml', bytes: Buffer.from(parts.join('')) }])
  expect(problems).toEqual([])
  return model
}

interface Sides {
  readonly head: readonly string[]
  readonly base?: readonly string[]
  readonly headSettings?: Readonly<Record<string, Severity>>
  readonly baseSettings?: Readonly<Record<string, Severity>>
  readonly required?: readonly ('base' | 'log')[]
}

function judge({ head, base, headSettings, baseSettings, required = [] }: Sides) {
  const program = model(...head)
  const before = base === undefined ? {} : { base: model(...base), baseSettings: settings(baseSettings) }
  const results = runRules(program, { asOf, settings: settings(headSettings), ...before }, rules)
  const records = program.records.length
  const report = toCheckReport({
    asOf,
    programFolder: 'c',
    base: undefined,
    files: 1,
    records,
    problems: [],
    results,
    required,
  })
  const of = (code: string) => report.items.filter((item) => item.code === code)
  return { report, of }
}

const fresh = '2026-05-01'

describe('an exception', () => {
  test('makes the finding waived, and the finding stays visible', () => {
    const { report, of } = judge({ head: [people, risk(fresh), exception()] })
    expect(of('RSK-005')).toEqual([])
    expect(report.waived.map(({ code, resource, exception: id, untilDay }) => [code, resource, id, untilDay])).toEqual([
      ['RSK-005', 'RSK-A', 'EXC-A', '2026-07-01'],
    ])
    expect(report.verdict).toBe('satisfied')
    expect(report.rules.find(({ id }) => id === 'RSK-005')?.counts).toMatchObject({ pass: 0, fail: 0, waived: 1 })
  })

  test.each([
    ['that has run out', exception('2026-06-14')],
    ['that lasts too long', exception('2027-06-14')],
    ['for something else', exception('2026-07-01', '[RSK-B]')],
    ['for everything', exception('2026-07-01', '["*"]')],
    ['approved by who asked', exception('2026-07-01', '[RSK-A]', 'ben')],
  ])('%s waives nothing', (_name, text) => {
    const { report, of } = judge({ head: [people, risk(fresh), text] })
    expect(of('RSK-005')).toHaveLength(1)
    expect(report.waived).toEqual([])
    expect(report.verdict).toBe('violated')
  })

  test('that the base has waives on a change too', () => {
    const both = [people, risk(fresh), exception()]
    expect(judge({ head: both, base: both }).report.verdict).toBe('satisfied')
  })

  test.each([
    ['brings in', [people, risk(fresh)]],
    ['extends', [people, risk(fresh), exception('2026-06-20')]],
    ['widens', [people, risk(fresh), exception('2026-07-01', '[RSK-B]')]],
    ['gets approved', [people, risk(fresh), exception('2026-07-01', '[RSK-A]', 'ben')]],
  ])('that only the change under check %s does not silence', (_name, base) => {
    const { report, of } = judge({ head: [people, risk(fresh), exception()], base })
    expect(of('RSK-005')).toHaveLength(1)
    expect(of('RSK-005')[0]?.notSilenced).toMatch(/EXC-A would waive it, but only this change brings it in/)
    expect(report.verdict).toBe('violated')
  })

  test('cannot excuse an exception', () => {
    const own = exception('2026-06-10').replace('rule: RSK-005', 'rule: EXC-002').replace('[RSK-A]', '[EXC-A]')
    const other = exception()
      .replaceAll('EXC-A', 'EXC-B')
      .replace('rule: RSK-005', 'rule: EXC-002')
      .replace('[RSK-A]', '[EXC-A]')
    expect(judge({ head: [people, own, other] }).of('EXC-002')).toHaveLength(1)
  })
})

describe('a severity of the settings', () => {
  test('lowers what counts', () => {
    const { report, of } = judge({ head: [people, risk(fresh)], headSettings: { 'RSK-005': 'warning' } })
    expect(of('RSK-005').map(({ severity }) => severity)).toEqual(['warning'])
    expect(report.verdict).toBe('satisfied')
  })

  test.each(['warning', 'off'] as const)(
    '%s only in the change under check counts as before, and says so',
    (severity) => {
      const head = [people, risk(fresh)]
      const { report, of } = judge({ head, base: head, headSettings: { 'RSK-005': severity } })
      expect(of('RSK-005').map((item) => item.severity)).toEqual(['error'])
      expect(of('RSK-005')[0]?.notSilenced).toMatch(/only this change makes RSK-005/)
      expect(report.verdict).toBe('violated')
    },
  )

  test('that the base has counts', () => {
    const head = [people, risk(fresh)]
    const low = { 'RSK-005': 'off' } as const
    expect(judge({ head, base: head, headSettings: low, baseSettings: low }).report.verdict).toBe('satisfied')
  })

  test('raised by the change counts at once', () => {
    const head = [people, risk(fresh)]
    const { of } = judge({ head, base: head, headSettings: { 'RSK-005': 'error' }, baseSettings: { 'RSK-005': 'off' } })
    expect(of('RSK-005').map((item) => item.severity)).toEqual(['error'])
  })

  test('SCP-005 is a warning until the program operates, also where the change under check takes that back', () => {
    const operating = people.replace('setting-up', 'operating')
    const severities = (sides: Sides) =>
      new Set(
        judge(sides)
          .of('SCP-005')
          .map(({ severity }) => severity),
      )
    expect(severities({ head: [people] })).toEqual(new Set(['warning']))
    expect(severities({ head: [operating] })).toEqual(new Set(['error']))
    expect(severities({ head: [people], base: [operating] })).toEqual(new Set(['error']))
  })
})

describe('what is overdue', () => {
  const plan = '    plan: [{ action: Do it, owner: ben, due: 2026-12-01 }]\n'
  const late = risk('2025-01-01', plan)

  test('is an error without a change', () => {
    expect(judge({ head: [people, late] }).report.verdict).toBe('violated')
  })

  test('only warns on a change that does not touch the record', () => {
    const { report, of } = judge({ head: [people, late], base: [people, late] })
    expect(of('RSK-010').map(({ severity }) => severity)).toEqual(['warning'])
    expect(report.verdict).toBe('satisfied')
  })

  test('is an error on a change that touches it', () => {
    const { report } = judge({ head: [people, late], base: [people, risk('2025-01-01', plan, 'Another title')] })
    expect(report.verdict).toBe('violated')
  })

  test('is not touched by the order of keys or by a comment', () => {
    const reordered = late.replace(
      '    category: change\n    owner: ben\n',
      '    owner: ben # he knows\n    category: change\n',
    )
    expect(judge({ head: [people, reordered], base: [people, late] }).report.verdict).toBe('satisfied')
  })
})

describe('the verdict', () => {
  test('speaks of errors alone, and nothing looked at is not a pass', () => {
    expect(judge({ head: [people] }).report.verdict).toBe('satisfied')
    const empty = toCheckReport({
      asOf,
      programFolder: 'c',
      base: undefined,
      files: 0,
      records: 0,
      problems: [],
      results: [],
      required: [],
    })
    expect(empty.verdict).toBe('nothing-checked')
  })

  test('is open where no rule could look: without a program the scope is not known', () => {
    const { report } = judge({ head: [people.split('---\n')[0] ?? ''] })
    expect(report.verdict).toBe('not-determined')
    expect(report.notDetermined.map(({ rule }) => rule)).toEqual(['SCP-004'])
  })

  test('names the rules that were not run, and is open where they are required', () => {
    const without = judge({ head: [people] }).report
    const needing = rules.filter(({ needs }) => needs !== undefined).map(({ id }) => id)
    expect(needing).toEqual(expect.arrayContaining(['CHG-001', 'CHG-010', 'POL-003']))
    expect(without.notRun.map(({ rule }) => rule)).toEqual(needing)
    expect(without.verdict).toBe('satisfied')
    expect(judge({ head: [people], required: ['log'] }).report.verdict).toBe('not-determined')
    expect(judge({ head: [people], required: ['base'] }).report.verdict).toBe('not-determined')
    expect(judge({ head: [people], base: [people], required: ['base'] }).report.verdict).toBe('satisfied')
  })
})
