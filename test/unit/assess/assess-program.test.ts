import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { bandOf, printScore } from '../../../src/assess/score.ts'
import type { Control, CriterionDecision, EvidenceRequirement, Exception, Program } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import {
  account,
  audit,
  deployment,
  logCreated,
  logOf,
  merged,
  sha,
  type Unplaced,
  unreviewed,
} from '../../support/log-builder.ts'
import { control, program, programModel } from '../../support/program-builder.ts'

const settings = { protectedBranch: 'main' }
const asOf = '2026-06-30'

const every = (over: Partial<EvidenceRequirement> = {}): EvidenceRequirement => ({
  id: 'EVR-A',
  records: { kind: 'change.merged' },
  expect: 'every',
  satisfying: { verdict: 'approved' },
  frequency: 'per-event',
  window: 'P90D',
  ...over,
})
const none = (over: Partial<EvidenceRequirement> = {}): EvidenceRequirement => ({
  id: 'EVR-N',
  records: { kind: 'change.unreviewed' },
  expect: 'none',
  frequency: 'per-event',
  window: 'P30D',
  ...over,
})
const some = (over: Partial<EvidenceRequirement> = {}): EvidenceRequirement => ({
  id: 'EVR-S',
  records: { kind: 'deployment', where: { environment: 'production' } },
  expect: 'some',
  frequency: 'per-event',
  window: 'P90D',
  ...over,
})
const exception = (over: Partial<Exception> = {}): Exception => ({
  apiVersion: 'countersign/v1',
  kind: 'Exception',
  id: 'EXC-1',
  title: 'One maintainer',
  control: 'CTL-A',
  resources: ['batch'],
  reason: 'one maintainer until July',
  severity: 'low',
  requestedBy: 'cy',
  approvedBy: 'ana',
  start: '2026-06-01',
  expires: '2026-07-31',
  ...over,
})

const assess = (
  controls: readonly Control[],
  log: readonly Unplaced[],
  more: {
    exceptions?: readonly Exception[]
    decisions?: readonly CriterionDecision[]
    program?: Program
    day?: string
  } = {},
) => assessProgram(programModel({ controls, ...more }), logOf(...log), more.day ?? asOf, settings)

const day = (date: string) => ({ at: `${date}T10:00:00Z` })
const begun = logCreated(day('2026-01-01'))
const audited = [begun, audit(sha('baseline'), sha('tip'), day('2026-06-30'))]

describe('the state of a control at a date', () => {
  test.each([
    {
      name: 'a requirement is met in its window',
      evidence: [every()],
      log: [merged(1, day('2026-06-01'))],
      wanted: 'met',
    },
    { name: 'nothing was recorded', evidence: [every()], log: [], wanted: 'not-evaluated' },
    {
      name: 'the record is older than the window',
      evidence: [every()],
      log: [merged(1, day('2026-04-01'))],
      wanted: 'not-evaluated',
    },
    {
      name: 'the record is of the first day of the window',
      evidence: [every()],
      log: [merged(1, day('2026-04-02'))],
      wanted: 'met',
    },
    {
      name: 'one of two fails',
      evidence: [every()],
      log: [merged(1, day('2026-06-01')), merged(2, day('2026-06-02'), { verdict: 'refused' })],
      wanted: 'not-met',
    },
    {
      name: 'one could not be determined',
      evidence: [every()],
      log: [merged(1, day('2026-06-01')), merged(2, day('2026-06-02'), { verdict: 'not-determined' })],
      wanted: 'not-met',
    },
    {
      name: 'a field that must be there is not',
      evidence: [every({ satisfying: { nowhere: true } })],
      log: [merged(1, day('2026-06-01'))],
      wanted: 'not-met',
    },
    {
      name: 'it is not known whether the record is meant',
      evidence: [every({ records: { kind: 'change.merged', where: { category: 'normal' } } })],
      log: [merged(1, day('2026-06-01')), merged(2, day('2026-06-02'), { category: null, verdict: 'refused' })],
      wanted: 'not-met',
    },
    {
      name: 'the failing one is not meant',
      evidence: [every({ records: { kind: 'change.merged', where: { category: 'normal' } } })],
      log: [merged(1, day('2026-06-01')), merged(2, day('2026-06-02'), { category: 'emergency', verdict: 'refused' })],
      wanted: 'met',
    },
    {
      name: 'it was recorded late',
      evidence: [every()],
      log: [merged(1, { at: '2026-06-01T10:00:00Z', recordedAt: '2026-06-03T10:00:00Z' })],
      wanted: 'not-met',
    },
    {
      name: 'it was recorded within the grace',
      evidence: [every({ grace: 'P2D' })],
      log: [merged(1, { at: '2026-06-01T10:00:00Z', recordedAt: '2026-06-03T10:00:00Z' })],
      wanted: 'met',
    },
    {
      name: 'it happens after the day',
      evidence: [every()],
      log: [merged(1, day('2026-07-01'))],
      wanted: 'not-evaluated',
    },
    {
      name: 'it was recorded after the day',
      evidence: [every({ grace: 'P9D' })],
      log: [merged(1, { at: '2026-06-30T10:00:00Z', recordedAt: '2026-07-01T10:00:00Z' })],
      wanted: 'not-evaluated',
    },
    { name: 'none may be there and audits cover the time', evidence: [none()], log: audited, wanted: 'met' },
    { name: 'none may be there and nobody looked', evidence: [none()], log: [begun], wanted: 'not-evaluated' },
    {
      name: 'an audit looked at another branch',
      evidence: [none()],
      log: [begun, audit(sha('baseline'), sha('tip'), day('2026-06-30'), { branch: 'next' })],
      wanted: 'not-evaluated',
    },
    {
      name: 'an audit begins after a gap',
      evidence: [none()],
      log: [begun, audit(sha('baseline'), sha('a'), day('2026-06-10')), audit(sha('b'), sha('tip'), day('2026-06-30'))],
      wanted: 'not-evaluated',
    },
    {
      name: 'audits go on from each other',
      evidence: [none()],
      log: [begun, audit(sha('baseline'), sha('a'), day('2026-06-10')), audit(sha('a'), sha('tip'), day('2026-06-30'))],
      wanted: 'met',
    },
    {
      name: 'the log began inside the window',
      evidence: [none()],
      log: [logCreated(day('2026-06-15')), audit(sha('baseline'), sha('tip'), day('2026-06-30'))],
      wanted: 'not-evaluated',
    },
    {
      name: 'one is there although none may be',
      evidence: [none()],
      log: [...audited, unreviewed(sha('x'), day('2026-06-20'))],
      wanted: 'not-met',
    },
    {
      name: 'one was there before the window',
      evidence: [none()],
      log: [...audited, unreviewed(sha('x'), day('2026-05-20'))],
      wanted: 'met',
    },
    {
      name: 'some is met and the rest is missing',
      evidence: [every(), some()],
      log: [merged(1, day('2026-06-01'))],
      wanted: 'partially-met',
    },
    {
      name: 'some fails and the rest is missing',
      evidence: [every(), some()],
      log: [merged(1, day('2026-06-01'), { verdict: 'refused' })],
      wanted: 'not-met',
    },
    {
      name: 'the record is of another environment',
      evidence: [some()],
      log: [deployment('d', day('2026-06-01'), { environment: 'staging' })],
      wanted: 'not-evaluated',
    },
    {
      name: 'something monthly was done in time',
      evidence: [some({ frequency: 'monthly', window: 'P31D' })],
      log: [deployment('d', day('2026-06-01'))],
      wanted: 'met',
    },
    {
      name: 'something monthly was last done within the grace',
      evidence: [some({ frequency: 'monthly', window: 'P31D' })],
      log: [deployment('d', day('2026-05-26'))],
      wanted: 'met',
    },
    {
      name: 'one is enough, but none is as it must be',
      evidence: [some({ satisfying: { verdict: 'approved' } })],
      log: [deployment('d', day('2026-06-01'), { verdict: 'refused' })],
      wanted: 'not-met',
    },
    {
      name: 'one is enough and one is as it must be',
      evidence: [some({ satisfying: { verdict: 'approved' } })],
      log: [deployment('d', day('2026-06-01'), { verdict: 'refused' }), deployment('e', day('2026-06-02'))],
      wanted: 'met',
    },
    {
      name: 'something monthly was last done years ago, within a grace of years',
      evidence: [some({ frequency: 'monthly', window: 'P31D', grace: 'P10Y' })],
      log: [deployment('d', day('2024-05-26'))],
      wanted: 'not-met',
    },
    {
      name: 'audits stopped a year ago, within a grace of a year',
      evidence: [none({ grace: 'P1Y' })],
      log: [logCreated(day('2025-01-01'), sha('1')), audit(sha('1'), sha('2'), day('2025-07-15'))],
      wanted: 'not-evaluated',
    },
    {
      name: 'something monthly is late',
      evidence: [some({ frequency: 'monthly', window: 'P31D' })],
      log: [deployment('d', day('2026-05-20'))],
      wanted: 'not-met',
    },
    {
      name: 'something monthly was never done',
      evidence: [some({ frequency: 'monthly', window: 'P31D' })],
      log: [],
      wanted: 'not-evaluated',
    },
    { name: 'it names no evidence', evidence: [], log: [merged(1, day('2026-06-01'))], wanted: 'not-evaluated' },
  ])('$name: $wanted', ({ evidence, log, wanted }) => {
    const { controls } = assess([control({ evidence })], log)
    expect(controls.get('CTL-A')?.state).toBe(wanted)
  })

  test('a statement of a person is missing until it is attested', () => {
    const manualEvidence = [{ id: 'EVR-M', title: 'Minutes', frequency: 'quarterly', window: 'P100D' }] as const
    const log = [merged(1, day('2026-06-01'))]
    expect(assess([control({ manualEvidence })], log).controls.get('CTL-A')?.state).toBe('not-evaluated')
    expect(assess([control({ manualEvidence, evidence: [every()] })], log).controls.get('CTL-A')?.state).toBe(
      'partially-met',
    )
  })

  test.each([
    { name: 'planned', over: { status: 'planned' }, state: 'not-evaluated', counted: true },
    { name: 'retired', over: { status: 'retired' }, state: 'not-applicable', counted: false },
    {
      name: 'serving nothing in scope',
      over: { criteria: [{ id: 'A1.1', coverage: 'full' }] },
      state: 'not-applicable',
      counted: false,
    },
    { name: 'operating', over: {}, state: 'met', counted: true },
  ] as const)('a $name control with good evidence is $state', ({ over, state, counted }) => {
    const { controls } = assess([control({ evidence: [every()], ...over })], [merged(1, day('2026-06-01'))])
    expect(controls.get('CTL-A')).toMatchObject({ state, counted })
  })

  test.each([
    { name: 'in force', over: {}, state: 'partially-met' },
    { name: 'expired', over: { expires: '2026-06-29' }, state: 'met' },
    { name: 'not begun', over: { start: '2026-07-01' }, state: 'met' },
    { name: 'of another control', over: { control: 'CTL-B' }, state: 'met' },
  ])('with an exception $name what would be met is $state', ({ over, state }) => {
    const { controls } = assess([control({ evidence: [every()] })], [merged(1, day('2026-06-01'))], {
      exceptions: [exception(over)],
    })
    expect(controls.get('CTL-A')?.state).toBe(state)
  })

  test('an exception leaves a failure visible', () => {
    const { controls, deviations, score } = assess(
      [control({ evidence: [every()] })],
      [merged(1, day('2026-06-01'), { verdict: 'refused' })],
      { exceptions: [exception()] },
    )
    expect(controls.get('CTL-A')).toMatchObject({
      state: 'not-met',
      waivedBy: [{ id: 'EXC-1', untilDay: '2026-07-31' }],
    })
    expect(deviations).toHaveLength(1)
    expect(score).toMatchObject({ tenths: 0, exceptionsInForce: 1 })
  })
})

describe('a Type II period asks for every interval', () => {
  const period = program({ reportType: 'type2', period: { start: '2026-01-01', end: '2026-12-31' } })
  const monthly = some({ frequency: 'monthly', window: 'P31D' })
  const months = (...list: readonly string[]) => list.map((month) => deployment(month, day(`2026-${month}-15`)))
  test.each([
    { name: 'one in each month that is due', log: months('01', '02', '03', '04', '05'), wanted: 'met' },
    { name: 'a month left out', log: months('01', '02', '04', '05', '06'), wanted: 'not-met' },
    {
      name: 'two in one month do not stand for another',
      log: [...months('01', '02', '04', '05'), ...months('04')],
      wanted: 'not-met',
    },
    { name: 'nothing at all', log: [], wanted: 'not-evaluated' },
    { name: 'only before the period', log: [deployment('x', day('2025-12-15'))], wanted: 'not-evaluated' },
    {
      name: 'a month recorded after its grace',
      log: [
        ...months('01', '02', '04', '05'),
        deployment('l', { at: '2026-03-15T10:00:00Z', recordedAt: '2026-04-06T10:00:00Z' }),
      ],
      wanted: 'not-met',
    },
    {
      name: 'a month recorded within its grace',
      log: [
        ...months('01', '02', '04', '05'),
        deployment('l', { at: '2026-03-15T10:00:00Z', recordedAt: '2026-04-05T10:00:00Z' }),
      ],
      wanted: 'met',
    },
  ])('$name: $wanted', ({ log, wanted }) => {
    const { controls } = assess([control({ evidence: [monthly] })], log, { program: period })
    expect(controls.get('CTL-A')?.state).toBe(wanted)
  })

  test('nothing is expected before the control operates, and the occurrences say so', () => {
    const { controls } = assess(
      [control({ evidence: [monthly], implementedSince: '2026-04-01' })],
      months('04', '05'),
      { program: period },
    )
    const assessed = controls.get('CTL-A')
    expect(assessed?.state).toBe('met')
    expect(assessed?.requirements[0]?.occurrences.map(({ from, state }) => `${from} ${state}`)).toEqual([
      '2026-04-01 met',
      '2026-05-01 met',
      '2026-06-01 pending',
    ])
  })

  test('after the period its last day counts, not the day of looking', () => {
    const { controls } = assess([control({ evidence: [every()] })], [merged(1, day('2027-01-02'))], {
      program: period,
      day: '2027-01-31',
    })
    expect(controls.get('CTL-A')?.state).toBe('not-evaluated')
  })

  test('none found needs an audit for every interval', () => {
    const daily = none({ frequency: 'monthly' })
    const since = program({ reportType: 'type2', period: { start: '2026-01-02', end: '2026-12-31' } })
    const whole = assess([control({ evidence: [daily] })], audited, { program: since })
    expect(whole.controls.get('CTL-A')?.state).toBe('met')
    const cut = [begun, audit(sha('baseline'), sha('tip'), day('2026-04-20'))]
    const part = assess([control({ evidence: [daily] })], cut, { program: since })
    expect(part.controls.get('CTL-A')?.state).toBe('not-met')
    expect(part.deviations.map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
      'overdue: no audit covers 2 expected occurrences, 2026-04-01 to 2026-05-31, overdue since 2026-05-05',
    ])
  })
})

describe('the state of a criterion', () => {
  const good = [merged(1, day('2026-06-01'))]
  const evidence = [every()]
  const refused = [some({ id: 'EVR-X', records: { kind: 'audit.window' } })]
  const failing = [every({ satisfying: { verdict: 'refused' } })]
  const criteria = (coverage: 'full' | 'partial', rationale?: string) => [
    { id: 'CC8.1', coverage, ...(rationale === undefined ? {} : { rationale }) },
  ]
  test.each([
    { name: 'one full control is met', controls: [control({ evidence })], wanted: 'met' },
    {
      name: 'a partial control with a reason is met',
      controls: [control({ evidence, criteria: criteria('partial', 'code only') })],
      wanted: 'met',
    },
    {
      name: 'a partial control without a reason is met',
      controls: [control({ evidence, criteria: criteria('partial') })],
      wanted: 'partially-met',
    },
    {
      name: 'a key control is not met',
      controls: [control({ evidence }), control({ id: 'CTL-B', evidence: failing, keyControl: true })],
      wanted: 'not-met',
    },
    {
      name: 'another control is not met',
      controls: [control({ evidence }), control({ id: 'CTL-B', evidence: failing })],
      wanted: 'met',
    },
    {
      name: 'a key control is not evaluated',
      controls: [control({ evidence }), control({ id: 'CTL-B', evidence: refused, keyControl: true })],
      wanted: 'partially-met',
    },
    {
      name: 'a key control is only planned',
      controls: [control({ evidence }), control({ id: 'CTL-B', evidence, keyControl: true, status: 'planned' })],
      wanted: 'partially-met',
    },
    {
      name: 'a retired key control is gone',
      controls: [
        control({ evidence }),
        control({ id: 'CTL-B', evidence: failing, keyControl: true, status: 'retired' }),
      ],
      wanted: 'met',
    },
    {
      name: 'only a planned control serves it',
      controls: [control({ evidence, status: 'planned' })],
      wanted: 'not-evaluated',
    },
    { name: 'all that is known is a failure', controls: [control({ evidence: failing })], wanted: 'not-met' },
    { name: 'no control serves it', controls: [], wanted: 'not-evaluated' },
  ])('$name: $wanted', ({ controls, wanted }) => {
    expect(assess(controls, good).criteria.get('CC8.1')?.state).toBe(wanted)
  })

  const decision = (over: Partial<CriterionDecision> = {}): CriterionDecision => ({
    apiVersion: 'countersign/v1',
    kind: 'CriterionDecision',
    id: 'DEC-1',
    criterion: 'CC8.1',
    applicability: 'not-applicable',
    justification: 'nothing is ever changed',
    approvedBy: 'ana',
    reviewBy: '2026-12-31',
    ...over,
  })
  test.each([
    { name: 'complete', decisions: [decision()], wanted: 'not-applicable' },
    { name: 'past its review', decisions: [decision({ reviewBy: '2026-06-29' })], wanted: 'met' },
    { name: 'contradicted by a second', decisions: [decision(), decision({ id: 'DEC-2' })], wanted: 'met' },
    { name: 'that it applies', decisions: [decision({ applicability: 'applicable' })], wanted: 'met' },
    {
      name: 'without an approver',
      decisions: [{ ...decision(), approvedBy: undefined } as unknown as CriterionDecision],
      wanted: 'met',
    },
  ])('with a decision $name: $wanted', ({ decisions, wanted }) => {
    const assessed = assess([control({ evidence })], good, { decisions })
    expect(assessed.criteria.get('CC8.1')?.state).toBe(wanted)
    expect(assessed.score.controls.applicable).toBe(wanted === 'met' ? 1 : 0)
  })

  test('what customers or vendors have to do adds nothing: neither to a criterion nor to the score', () => {
    const text = `apiVersion: countersign/v1
kind: ComplementaryControl
id: CCO-A
title: Customers review changes
complement: cuec
statement: Customers review the changes that they make.
criteria: [CC8.1]
`
    const { complementaryControls, records } = readProgram([{ path: 'c.yaml', bytes: Buffer.from(text) }]).model
    expect(complementaryControls.size).toBe(1)
    const model = { ...programModel({ controls: [] }), complementaryControls, records }
    const assessed = assessProgram(model, logOf(...good), asOf, settings)
    expect(assessed.criteria.get('CC8.1')?.state).toBe('not-evaluated')
    expect(assessed.controls.size).toBe(0)
    expect(assessed.score.controls.applicable).toBe(0)
  })

  test('only criteria of the categories in scope, Security always', () => {
    const ids = (categories: Program['categories']) => [
      ...assess([], [], { program: program({ categories }) }).criteria.keys(),
    ]
    expect(ids(['CC'])).toHaveLength(33)
    expect(ids(['A'])).toHaveLength(36)
    expect(ids(['CC', 'A', 'PI', 'C', 'P'])).toHaveLength(61)
  })
})

describe('the score', () => {
  test.each([
    [1000, true, 'audit ready'],
    [950, true, 'audit ready'],
    [950, false, 'good'],
    [949, true, 'good'],
    [850, true, 'good'],
    [849, true, 'needs work'],
    [700, true, 'needs work'],
    [699, true, 'at risk'],
    [0, true, 'at risk'],
  ] as const)('%i tenths, ready %s: %s', (tenths, ready, band) => {
    expect(bandOf(tenths, ready)).toBe(band)
  })

  test('rounds down, and keeps what is planned or not evaluated in the denominator', () => {
    const { score } = assess(
      [
        control({ evidence: [every()] }),
        control({ id: 'CTL-B', evidence: [every()] }),
        control({ id: 'CTL-C', status: 'planned' }),
        control({ id: 'CTL-D', status: 'retired' }),
      ],
      [merged(1, day('2026-06-01'))],
    )
    expect(printScore(score)).toBe('66.6')
    expect(score.controls).toEqual({
      met: 2,
      partiallyMet: 0,
      notMet: 0,
      notEvaluated: 1,
      applicable: 3,
      notApplicable: 1,
    })
    expect(score.band).toBe('at risk')
    expect(score.criteriaCovered).toBe(1)
    expect(score.blockers).toEqual(['the score is below 95', '32 of 33 criteria have no operating control'])
  })

  test('nothing to count is not computable, and not 100', () => {
    const { score } = assess([], [])
    expect(printScore(score)).toBe('not computable')
    expect(score.band).toBeUndefined()
    expect(score.blockers).toContain('no control is applicable')
  })

  test('everything met is audit ready only when each criterion has an operating control', () => {
    const all = [...assess([], []).criteria.keys()].map((id) => ({ id, coverage: 'full' as const }))
    const evidence = [every()]
    const log = [merged(1, day('2026-06-01'))]
    expect(assess([control({ evidence, criteria: all })], log).score).toMatchObject({
      tenths: 1000,
      band: 'audit ready',
      blockers: [],
    })
    expect(assess([control({ evidence, criteria: all.slice(1) })], log).score.band).toBe('good')
    expect(assess([control({ evidence, criteria: all, status: 'implemented' })], log).score.band).toBe('good')
  })
})

test('what went around review is reported although no control asks', () => {
  const { deviations } = assess(
    [],
    [
      unreviewed(sha('x'), day('2026-06-01')),
      merged(7, day('2026-06-02'), { verdict: 'refused' }),
      merged(8, day('2026-06-03')),
      deployment('d', day('2026-06-04'), { verdict: 'not-determined' }),
    ],
  )
  expect(deviations.map(({ what }) => what)).toEqual([
    `deployment of ${sha('d').slice(0, 12)} to production: deployed with the verdict not-determined`,
    'pull request 7: merged with the verdict refused',
    `commit ${sha('x').slice(0, 12)} without an approved pull request: went around review`,
  ])
})

const requirement = fc.constantFrom(
  every(),
  none(),
  some(),
  every({ frequency: 'daily' }),
  none({ frequency: 'weekly' }),
  some({ frequency: 'annual' }),
)
const anyControl = fc.record({
  id: fc.constantFrom('CTL-A', 'CTL-B', 'CTL-C', 'CTL-D'),
  status: fc.constantFrom('planned', 'implemented', 'operating', 'retired'),
  keyControl: fc.boolean(),
  evidence: fc.array(requirement, { maxLength: 3 }),
  criteria: fc.array(
    fc.record({
      id: fc.constantFrom('CC1.1', 'CC8.1', 'A1.1'),
      coverage: fc.constantFrom('full', 'partial'),
      rationale: fc.constant('why'),
    }),
    { maxLength: 3 },
  ),
} as const)
const anyProgram = fc.constantFrom(
  program(),
  program({ reportType: 'type2', period: { start: '2026-01-01', end: '2026-12-31' } }),
  program({ reportType: 'type2', period: { start: '2027-01-01', end: '2027-12-31' } }),
)

test('a program without evidence meets nothing', () => {
  fc.assert(
    fc.property(fc.array(anyControl, { maxLength: 6 }), anyProgram, (overs, scope) => {
      const assessed = assess(
        overs.map((over) => control(over as Partial<Control>)),
        [],
        { program: scope },
      )
      const states = [...assessed.controls.values(), ...assessed.criteria.values()].map(({ state }) => state)
      expect(states.filter((state) => !['not-evaluated', 'not-applicable'].includes(state))).toEqual([])
      expect(assessed.score.tenths ?? 0).toBe(0)
    }),
  )
})

const log = [
  begun,
  merged(1, day('2026-06-01')),
  merged(2, day('2026-06-20'), { verdict: 'refused', author: account('x', '9') }),
  ...audited.slice(1),
  unreviewed(sha('x'), day('2026-06-20')),
  deployment('d', day('2026-06-21')),
]

test('the order in which files and records come does not change the result', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyControl, { selector: ({ id }) => id }),
      anyProgram,
      fc.nat(),
      (overs, scope, seed) => {
        const controls = overs.map((over) => control(over as Partial<Control>))
        const shuffled = <T>(list: readonly T[]) => list.toSorted((a, b) => order(a, seed) - order(b, seed))
        const once = assessProgram(programModel({ controls, program: scope }), logOf(...log), asOf, settings)
        const again = assessProgram(
          programModel({ controls: shuffled(controls), program: scope }),
          shuffled(logOf(...log)),
          asOf,
          settings,
        )
        expect([...again.controls]).toEqual([...once.controls])
        expect([...again.criteria]).toEqual([...once.criteria])
        expect(again).toEqual(once)
      },
    ),
  )
})

const order = (value: unknown, seed: number) => {
  const text = JSON.stringify(value)
  let sum = seed
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) % 1_000_003
  return sum
}
