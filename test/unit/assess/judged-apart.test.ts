import { describe, expect, test } from 'vitest'
import { assessProgram, type Reading } from '../../../src/assess/assess-program.ts'
import type { Control, CriterionDecision, Deficiency, Exception, Person, Program } from '../../../src/model/records.ts'
import { logCreated, logOf, merged, scan, sha, type Unplaced, unreviewed } from '../../support/log-builder.ts'
import { control, person, policy, program, programModel } from '../../support/program-builder.ts'

const on = (day: string) => ({ at: `${day}T10:00:00Z` })
const begun = logCreated(on('2026-01-01'))
const period = { start: '2026-01-01', end: '2026-06-30' }
const typeTwo = program({ reportType: 'type2', period })

const monthly = (over: Partial<Control> = {}): Control =>
  control({
    evidence: [
      {
        id: 'EVR-SCAN',
        records: { kind: 'scan.result' },
        expect: 'some',
        atMost: { failed: 0 },
        frequency: 'monthly',
        window: 'P31D',
      },
    ],
    ...over,
  })

interface Parts {
  readonly program?: Program
  readonly controls?: readonly Control[]
  readonly exceptions?: readonly Exception[]
  readonly people?: readonly Person[]
  readonly decisions?: readonly CriterionDecision[]
  readonly deficiencies?: readonly Deficiency[]
  readonly asOf?: string
  readonly reading?: Reading
}

const assess = (log: readonly Unplaced[], { asOf = '2026-06-30', reading, ...parts }: Parts = {}) =>
  assessProgram(programModel({ controls: [monthly()], ...parts }), logOf(begun, ...log), asOf, {
    protectedBranch: 'main',
    ...(reading === undefined ? {} : { reading }),
  })

const scans = (...days: readonly string[]) => days.map((day) => scan(day, on(day)))

describe('design', () => {
  test.each<{ name: string; over: Partial<Control>; people?: readonly Person[]; says: string }>([
    { name: 'serves nothing', over: { criteria: [] }, says: 'it serves no criterion' },
    { name: 'asks for no evidence', over: { evidence: [] }, says: 'it asks for no evidence' },
    { name: 'cannot be tested', over: { test: [] }, says: 'no test step is written down' },
    { name: 'is owned by a stranger', over: { owner: 'zoe' }, says: 'its owner zoe is neither in People nor in Roles' },
    {
      name: 'is owned by somebody who left',
      over: {},
      people: [{ ...person('ana'), end: '2026-05-31' }],
      says: 'its owner ana is not active on 2026-06-30',
    },
    {
      name: 'depends on what is not there',
      over: { dependsOn: ['CTL-X'] },
      says: 'it depends on CTL-X, which is not in the program',
    },
  ])('of a control that $name is not complete', ({ over, people, says }) => {
    const controls = [monthly(over)]
    const found = assess([], people === undefined ? { controls } : { controls, people }).controls.get('CTL-A')
    expect(found?.design).toEqual({ state: 'incomplete', missing: [says], remarks: [] })
  })

  test.each(['owner', 'operator'] as const)('needs an %s', (key) => {
    const { [key]: _, ...rest } = monthly()
    expect(assess([], { controls: [rest] }).controls.get('CTL-A')?.design).toMatchObject({ state: 'incomplete' })
  })

  test('of a planned control carries nothing, and says what is missing all the same', () => {
    const found = assess([], { controls: [monthly({ status: 'planned', test: [] })] }).controls.get('CTL-A')
    expect(found?.design).toMatchObject({ state: 'planned', missing: ['no test step is written down'] })
  })

  test('remarks upon policies that are not in force, and stays complete', () => {
    const draft = programModel({ controls: [monthly()], policies: [policy({ status: 'draft' })] })
    const found = assessProgram(draft, logOf(begun), '2026-06-30', { protectedBranch: 'main' })
    expect(found.controls.get('CTL-A')?.design).toEqual({
      state: 'complete',
      missing: [],
      remarks: ['none of its policies is in force: POL-A is draft'],
    })
  })

  test('that is not complete keeps good evidence from being met, at a date and over a period', () => {
    const controls = [monthly({ test: [] })]
    const good = scans('2026-01-10', '2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10', '2026-06-10')
    for (const scope of [program(), typeTwo]) {
      const found = assess(good, { controls, program: scope })
      expect(found.controls.get('CTL-A')).toMatchObject({
        state: 'partially-met',
        why: 'its evidence is there, but its design is not complete: no test step is written down',
      })
      expect(found.score.designsIncomplete).toBe(1)
      expect(assess(good, { program: scope }).controls.get('CTL-A')?.state).toBe('met')
    }
  })
})

describe('operation', () => {
  test('is not judged at a date: one record in the window shows that the control was there', () => {
    expect(assess(scans('2026-06-10')).controls.get('CTL-A')?.operation).toEqual({
      kind: 'not-judged',
      why: 'not judged: Type I looks at design',
      shown: [{ requirement: 'EVR-SCAN', record: 1 }],
      notShown: [],
    })
    expect(assess(scans('2026-04-10')).controls.get('CTL-A')?.operation).toMatchObject({
      shown: [],
      notShown: ['EVR-SCAN'],
    })
  })

  test('over a period counts what was expected', () => {
    const late = scan('april', {
      at: '2026-04-10T10:00:00Z',
      recordedAt: '2026-06-10T10:00:00Z',
    })
    const failed = scan('march', on('2026-03-10'), { failed: 1 })
    const log = [...scans('2026-01-10', '2026-02-10', '2026-06-10'), failed, late]
    const found = assess(log, { program: typeTwo }).controls.get('CTL-A')
    expect(found?.operation).toEqual({
      kind: 'judged',
      state: 'with-deviations',
      why: '6 expected: 3 in time, 1 late, 1 missing, 1 failed; 5 of 6 that were due have evidence (83.3 %)',
      counts: {
        ...{ expected: 6, inTime: 3, late: 1, missing: 1, failed: 1, pending: 0 },
        ...{ covered: 5, coveredTenths: 833 },
      },
    })
    expect(found?.requirements[0]?.counts).toEqual(found?.operation.kind === 'judged' ? found.operation.counts : {})
  })

  test('that is not due yet is pending, and no share of it is lacking', () => {
    const found = assess(scans('2026-01-10'), { program: typeTwo, asOf: '2026-02-01' }).controls.get('CTL-A')
    expect(found?.operation).toMatchObject({
      state: 'as-expected',
      counts: { expected: 2, inTime: 1, pending: 1, coveredTenths: 1000 },
    })
  })

  test('of which nothing was ever shown is not shown, and a planned control operates nowhere', () => {
    expect(assess([], { program: typeTwo }).controls.get('CTL-A')?.operation).toMatchObject({
      state: 'not-shown',
      counts: { expected: 6, missing: 5, pending: 1, coveredTenths: 0 },
    })
    const planned = [monthly({ status: 'planned' })]
    const found = assess(scans('2026-01-10'), { program: typeTwo, controls: planned }).controls.get('CTL-A')
    expect(found?.operation).toMatchObject({ state: 'not-shown', why: 'it is planned' })
  })
})

describe('the time that is looked at', () => {
  const notes = (start: string, end: string, asOf = '2026-12-31') =>
    assess([], { program: program({ reportType: 'type2', period: { start, end } }), asOf }).notes

  test.each([
    ['2026-01-01', '2026-03-30', 'The period of 89 days is shorter than three months'],
    ['2025-01-01', '2026-01-01', 'The period of 366 days is longer than twelve months'],
  ])('%s to %s is remarked upon', (start, end, says) => {
    expect(notes(start, end)).toEqual([expect.stringContaining(says)])
  })

  test.each([
    ['2026-01-01', '2026-03-31'],
    ['2025-01-01', '2025-12-31'],
  ])('%s to %s is as usual', (start, end) => expect(notes(start, end)).toEqual([]))

  test('that is not over, has not begun or is not known is said', () => {
    expect(notes('2026-01-01', '2026-06-30', '2026-06-20')).toEqual([
      'The period goes on until 2026-06-30: 10 days of it are still to come.',
    ])
    expect(notes('2026-01-01', '2026-06-30', '2025-12-20')[0]).toContain('begins only on 2026-01-01')
    expect(assess([], { program: program({ reportType: 'type2' }) }).notes[0]).toContain('names no period')
  })

  test('is that of the reading, where somebody asks for another one', () => {
    expect(assess([], { program: typeTwo, reading: { type: 'type1' } }).basis).toEqual({
      kind: 'date',
      asOf: '2026-06-30',
    })
    const other = { start: '2026-02-01', end: '2026-05-31' }
    expect(assess([], { reading: { type: 'type2', period: other } }).basis).toMatchObject({ kind: 'period', ...other })
  })
})

describe('compensating controls', () => {
  const exception: Exception = {
    apiVersion: 'countersign/v1',
    kind: 'Exception',
    id: 'EXC-1',
    title: 'No scans in June',
    control: 'CTL-A',
    resources: ['shop'],
    reason: 'The scanner is replaced.',
    severity: 'low',
    requestedBy: 'ana',
    compensatingControls: ['CTL-B', 'CTL-GONE'],
    start: '2026-06-01',
    expires: '2026-07-31',
  }
  const controls = [
    monthly(),
    control({
      id: 'CTL-B',
      evidence: [
        {
          id: 'EVR-M',
          records: { kind: 'change.merged' },
          expect: 'every',
          satisfying: { verdict: 'approved' },
          frequency: 'per-event',
          window: 'P90D',
        },
      ],
    }),
  ]

  test.each([
    { log: [merged(1, on('2026-06-02'))], state: 'met', works: true },
    { log: [merged(1, on('2026-06-02'), { verdict: 'refused' })], state: 'not-met', works: false },
    { log: [], state: 'not-evaluated', works: false },
  ])('are shown as they are ($state), and change nothing', ({ log, state, works }) => {
    const found = assess(log, { controls, exceptions: [exception] })
    const without = assess(log, { controls })
    expect(found.controls.get('CTL-A')?.compensations).toMatchObject([
      { exception: 'EXC-1', control: 'CTL-B', state, works },
      { exception: 'EXC-1', control: 'CTL-GONE', state: undefined, works: false },
    ])
    expect(found.controls.get('CTL-A')?.state).toBe(without.controls.get('CTL-A')?.state)
    expect(found.priorities.filter(({ kind }) => kind === 'compensation-fails')).toHaveLength(works ? 1 : 2)
  })
})

describe('parts of the score', () => {
  test('by category and by criterion, and how fresh the evidence is', () => {
    const controls = [
      monthly({ criteria: [{ id: 'CC7.1', coverage: 'full' }] }),
      monthly({ id: 'CTL-B', criteria: [{ id: 'A1.1', coverage: 'full' }], status: 'planned' }),
      control({ id: 'CTL-C', criteria: [{ id: 'CC7.1', coverage: 'full' }] }),
    ]
    const found = assess(scans('2026-04-10'), { controls, program: program({ categories: ['CC', 'A'] }) })
    expect(
      found.score.categories.map(({ category, tenths, controls: tally }) => [category, tenths, tally.applicable]),
    ).toEqual([
      ['CC', 0, 2],
      ['A', 0, 1],
    ])
    expect(found.criteria.get('CC7.1')?.tally).toMatchObject({ met: 0, notMet: 1, notEvaluated: 1, applicable: 2 })
    // The planned control is in no use, so its evidence is neither fresh nor stale.
    expect(found.score.evidence).toEqual({ fresh: 0, stale: 1, noNewerEvent: 0, never: 0 })
    expect(assess(scans('2026-06-10'), { controls }).score.evidence).toEqual({
      fresh: 1,
      stale: 0,
      noNewerEvent: 0,
      never: 0,
    })
  })

  test('evidence of a log that nobody writes to any more does not stay fresh', () => {
    expect(assess(scans('2026-01-10'), { asOf: '2026-12-31' }).score.evidence.stale).toBe(1)
  })
})

describe('what to do first', () => {
  const operating = (id: string, criterion: string, over: Partial<Control> = {}) =>
    monthly({ id, criteria: [{ id: criterion, coverage: 'full' }], ...over })
  const subjects = (parts: Parts, log: readonly Unplaced[] = []) =>
    assess(log, parts)
      .priorities.filter(({ kind }) => kind !== 'criterion-uncovered')
      .map(({ priority, kind, subject }) => `${priority} ${kind} ${subject ?? '-'}`)

  const controls = [
    operating('CTL-PLAIN', 'CC2.1'),
    operating('CTL-KEY', 'CC8.1', { keyControl: true }),
    operating('CTL-CRYPT', 'CC6.7'),
    operating('CTL-ACCESS', 'CC6.1'),
  ]
  const bad = [scan('bad', on('2026-06-10'), { failed: 1 })]

  test('is what the Program says, else access and detection, then data on its way', () => {
    expect(subjects({ controls }, bad)).toEqual([
      'critical control-fails CTL-ACCESS',
      'high control-fails CTL-CRYPT',
      'medium key-control-fails CTL-KEY',
      'medium control-fails CTL-PLAIN',
    ])
    const priorities = [
      { criteria: ['CC8'], priority: 'critical' as const },
      { criteria: ['CC6'], priority: 'low' as const },
      { criteria: ['CC6.1'], priority: 'high' as const },
    ]
    expect(subjects({ controls, program: program({ priorities }) }, bad)).toEqual([
      'critical key-control-fails CTL-KEY',
      'high control-fails CTL-ACCESS',
      'medium control-fails CTL-PLAIN',
      'low control-fails CTL-CRYPT',
    ])
  })

  test('orders and never changes a state or the score', () => {
    const priorities = [{ criteria: ['CC2'], priority: 'critical' as const }]
    const [plain, ordered] = [assess(bad, { controls }), assess(bad, { controls, program: program({ priorities }) })]
    expect(ordered.score).toEqual(plain.score)
    expect([...ordered.controls]).toEqual([...plain.controls])
    expect(ordered.priorities).not.toEqual(plain.priorities)
    const sorted = (items: typeof plain.priorities) => items.map(({ what }) => what).sort()
    expect(sorted(ordered.priorities)).toEqual(sorted(plain.priorities))
  })

  test('what no control looks at is one piece of work, however much it is', () => {
    const log = [unreviewed(sha('a'), on('2026-06-01')), unreviewed(sha('b'), on('2026-06-02'))]
    const found = assess(log, { controls: [operating('CTL-ACCESS', 'CC6.1')] }).priorities
    expect(found.filter(({ kind }) => kind === 'unwatched-deviations')).toMatchObject([
      { what: expect.stringMatching(/^2 deviations; the newest: commit/), since: '2026-06-01', criteria: ['CC8.1'] },
    ])
  })

  test('a criterion without an operating control names those that are not in use', () => {
    const planned = [operating('CTL-LATER', 'CC6.1', { status: 'planned' })]
    const found = assess([], { controls: planned }).priorities
    expect(found.find(({ subject }) => subject === 'CC6.1')).toMatchObject({
      kind: 'criterion-uncovered',
      what: 'not in use yet: CTL-LATER',
    })
    expect(found.some(({ kind }) => kind === 'control-planned')).toBe(false)
  })

  test('a criterion that a provider is said to meet asks for a look at the report of the provider', () => {
    const decision: CriterionDecision = {
      ...{ apiVersion: 'countersign/v1', kind: 'CriterionDecision', id: 'DEC-1' },
      ...{ criterion: 'CC6.4', applicability: 'inherited', justification: 'The cloud does it.' },
      ...{ approvedBy: 'ana', reviewBy: '2026-12-31' },
    }
    const found = assess([], { controls: [], decisions: [decision] }).priorities
    expect(found.find(({ subject }) => subject === 'CC6.4')).toMatchObject({
      what: 'a provider is said to do it, and nothing here shows that; no control names it',
      todo: "Let a control look at the provider's report, and put it into operation.",
    })
  })

  test('a control that fails and has an open deficiency asks for no second one', () => {
    const deficiency: Deficiency = {
      ...{ apiVersion: 'countersign/v1', kind: 'Deficiency', id: 'DEF-1', title: 'It fails', source: 'assessment' },
      ...{
        description: 'It fails.',
        type: 'operating',
        severity: 'high',
        status: 'open',
        owner: 'ana',
        opened: '2026-06-11',
      },
      ...{ control: 'CTL-ACCESS' },
    }
    const todoOf = (deficiencies: readonly Deficiency[]) =>
      assess(bad, { controls, deficiencies }).priorities.find(({ subject }) => subject === 'CTL-ACCESS')?.todo
    expect(todoOf([])).toMatch(/open a deficiency/)
    expect(todoOf([deficiency])).toBe('Mend it as DEF-1 says, and test again.')
    expect(todoOf([{ ...deficiency, status: 'closed' }])).toMatch(/open a deficiency/)
  })

  test('a control that is met and complete is no work, one whose evidence gets old is, unless it waits for events', () => {
    const scanned = (frequency: 'weekly' | 'per-event') =>
      control({
        evidence: [{ id: 'EVR-S', records: { kind: 'scan.result' }, expect: 'some', frequency, window: 'P90D' }],
      })
    const log = scans('2026-05-01')
    expect(subjects({ controls: [scanned('weekly')], asOf: '2026-05-03' }, log)).toEqual([])
    expect(subjects({ controls: [scanned('weekly')], asOf: '2026-06-01' }, log)).toEqual([
      'medium evidence-stale CTL-A',
    ])
    expect(subjects({ controls: [scanned('per-event')], asOf: '2026-06-01' }, log)).toEqual([])
    const { score } = assess(log, { controls: [scanned('per-event')], asOf: '2026-06-01' })
    expect(score.evidence).toEqual({ fresh: 0, stale: 0, noNewerEvent: 1, never: 0 })
  })
})
