import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { countsFor, coveredDays } from '../../../src/assess/covered-days.ts'
import { expectedIntervals } from '../../../src/assess/expected-intervals.ts'
import { addDuration } from '../../../src/model/days.ts'
import { recordsUntil } from '../../../src/model/log-record.ts'
import type { Control, EvidenceRequirement, ManualEvidence, Program } from '../../../src/model/records.ts'
import {
  anchor,
  attestation,
  correction,
  coverage,
  deployment,
  logOf,
  merged,
  reading,
  scan,
  sha,
  type Unplaced,
  unreviewed,
} from '../../support/log-builder.ts'
import { control, program, programModel } from '../../support/program-builder.ts'

const asOf = '2026-06-30'
const at = (date: string) => ({ at: `${date}T10:00:00Z` })
const recorded = (happened: string, written: string) => ({ ...at(happened), recordedAt: at(written).at })

const scans = (over: Partial<EvidenceRequirement> = {}): EvidenceRequirement => ({
  id: 'EVR-A',
  records: { kind: 'scan.result' },
  expect: 'some',
  frequency: 'monthly',
  window: 'P31D',
  ...over,
})
const minutes = (over: Partial<ManualEvidence> = {}): ManualEvidence => ({
  id: 'EVR-M',
  title: 'Minutes',
  frequency: 'quarterly',
  window: 'P92D',
  ...over,
})

const requirementOf = (one: Partial<Control>, log: readonly Unplaced[], more: { program?: Program } = {}) => {
  const { controls, deviations } = assessProgram(
    programModel({ controls: [control(one)], ...more }),
    logOf(...log),
    asOf,
    { protectedBranch: 'main' },
  )
  const [requirement] = controls.get('CTL-A')?.requirements ?? []
  if (requirement === undefined) throw new Error('the control has no requirement')
  return { ...requirement, all: deviations }
}
const judged = (requirement: EvidenceRequirement, ...log: Unplaced[]) => requirementOf({ evidence: [requirement] }, log)
const stated = (one: ManualEvidence, ...log: Unplaced[]) => requirementOf({ manualEvidence: [one] }, log)
const period = program({ reportType: 'type2', period: { start: '2026-01-01', end: '2026-06-30' } })

describe('a scan', () => {
  const today = at('2026-06-20')
  test.each<[string, Partial<EvidenceRequirement>, Unplaced, 'met' | 'not-met' | 'missing', RegExp]>([
    ['that found nothing', {}, scan('a', today), 'met', /1 in the window/],
    ['at the limit', { atMost: { critical: 2 } }, scan('a', today, { critical: 2 }), 'met', /1 in the window/],
    [
      'above the limit',
      { atMost: { critical: 0 } },
      scan('a', today, { critical: 1 }),
      'not-met',
      /critical is 1, must be at most 0/,
    ],
    ['below the least', { atLeast: { passed: 5 } }, scan('a', today), 'not-met', /passed is 4, must be at least 5/],
    ['without the field', { atMost: { nowhere: 0 } }, scan('a', today), 'missing', /nowhere is not there/],
    ['whose field is no number', { atMost: { tool: 0 } }, scan('a', today), 'missing', /tool is scanner/],
    ['whose field comes from a prototype', { atMost: { constructor: 0 } }, scan('a', today), 'missing', /not there/],
    ['that failed, where no limit is set', {}, scan('a', today, { failed: 1 }, 'fail'), 'not-met', /result is fail/],
    [
      'that failed, within the limit',
      { atMost: { failed: 1 } },
      scan('a', today, { failed: 1 }, 'fail'),
      'met',
      /1 in/,
    ],
    ['that is not determined', {}, scan('a', today, {}, 'not-determined'), 'missing', /not determined/],
    ['of no resource', {}, scan('a', today, { resources: 0 }), 'missing', /looked at no resource/],
    ['of nothing', {}, scan('a', today, { resources: null, passed: 0, total: 0, checks: [] }), 'missing', /nothing/],
    ['that evaluated nothing', {}, scan('a', today, { passed: 0, notEvaluated: 4 }), 'missing', /evaluated/],
  ])('%s', (_name, limits, record, state, why) => {
    expect(judged(scans(limits), record)).toMatchObject({ state, why: expect.stringMatching(why) })
  })

  const checks = (...ids: string[]) => ({ records: { kind: 'scan.result' as const, checks: ids } })
  const two = (over: object) =>
    scan('a', today, {
      ...{ passed: 5, failed: 3, critical: 1 },
      checks: [
        { id: 'mfa', passed: 5, failed: 0, notEvaluated: 1 },
        { id: 'logs', passed: 0, failed: 3, notEvaluated: 0 },
        { id: 'idle', passed: 0, failed: 0, notEvaluated: 2 },
      ],
      ...over,
    })
  test.each<[string, Partial<EvidenceRequirement>, object, 'met' | 'not-met' | 'missing', RegExp]>([
    ['another one fails', { ...checks('mfa'), atMost: { failed: 0 } }, {}, 'met', /1 in the window/],
    ['it fails', { ...checks('mfa', 'logs'), atMost: { failed: 2 } }, {}, 'not-met', /failed is 3/],
    ['counted again', { ...checks('mfa', 'logs'), satisfying: { passed: 5, total: 9 } }, {}, 'met', /1 in the window/],
    ['it is not there', checks('mfa', 'root'), {}, 'missing', /root is not in the scan/],
    ['the list was cut', checks('root'), { checksCut: true }, 'missing', /not among the checks/],
    ['it was not evaluated', checks('idle'), {}, 'missing', /idle was not evaluated/],
    // Severities are counted over everything, so what they are for these checks is not known.
    ['severity is asked for', { ...checks('mfa'), atMost: { critical: 0 } }, {}, 'missing', /critical is not there/],
  ])('of named checks, where %s', (_name, limits, over, state, why) => {
    expect(judged(scans(limits), two(over))).toMatchObject({ state, why: expect.stringMatching(why) })
  })

  test('named checks of what has none are not determined', () => {
    const of = { kind: 'deployment' as const, checks: ['mfa'] }
    expect(judged(scans({ records: of }), deployment('d', today))).toMatchObject({ state: 'missing' })
  })

  test('what was found before and is mended is no failure where one scan is enough', () => {
    const limit = scans({ atMost: { critical: 0 } })
    const found = scan('a', at('2026-06-10'), { critical: 3 })
    expect(judged(limit, found)).toMatchObject({ state: 'not-met', deviations: [{ record: 0, kind: 'failed' }] })
    expect(judged(limit, found, scan('b', at('2026-06-12')))).toMatchObject({ state: 'met', records: [1] })
    expect(judged({ ...limit, expect: 'every' }, found, scan('b', at('2026-06-12')))).toMatchObject({
      state: 'not-met',
    })
  })

  test('every one that is not determined is a deviation', () => {
    const every = scans({ expect: 'every' })
    expect(judged(every, scan('a', today, {}, 'not-determined'), scan('b', today))).toMatchObject({
      state: 'not-met',
      deviations: [{ record: 0, what: expect.stringContaining('not determined') }],
    })
  })
})

test('test coverage is compared as a number', () => {
  const least = scans({ records: { kind: 'coverage.result' }, atLeast: { lineRate: 8000 } })
  expect(judged(least, coverage('a', at('2026-06-20'), 8000))).toMatchObject({ state: 'met' })
  expect(judged(least, coverage('a', at('2026-06-20'), 7999))).toMatchObject({ state: 'not-met' })
  // As text 10000 would come before 8000.
  expect(judged(least, coverage('a', at('2026-06-20'), 10_000))).toMatchObject({ state: 'met' })
})

test('that there is none of what audits do not look at is shown by nothing', () => {
  const none = scans({ expect: 'none', records: { kind: 'environment.approval' }, window: 'P30D' })
  expect(judged(none)).toMatchObject({ state: 'missing' })
})

describe('a record is evidence for the time it covers', () => {
  const monthly = { evidence: [scans()] }
  const over = (from: string, to: string, written: string) =>
    scan(`${from} ${to}`, recorded(to, written), { coversFrom: `${from}T00:00:00Z`, coversTo: `${to}T23:00:00Z` })
  const months = (...log: Unplaced[]) => requirementOf(monthly, log, { program: period }).occurrences
  const metIn = (...log: Unplaced[]) => months(...log).flatMap(({ state, to }) => (state === 'met' ? [to] : []))

  test('a review of June does not stand for May, whenever it was filed', () => {
    expect(metIn(over('2026-06-01', '2026-06-30', '2026-06-30'))).toEqual(['2026-06-30'])
    expect(metIn(over('2026-05-01', '2026-05-31', '2026-06-02'))).toEqual(['2026-05-31'])
  })

  test('one over a quarter stands for its three months, and is late for the first ones', () => {
    const states = months(over('2026-01-01', '2026-03-31', '2026-04-01')).map(({ state }) => state)
    expect(states.slice(0, 3)).toEqual(['late', 'late', 'met'])
  })

  test('one over an edge counts once, for the month with most of it', () => {
    expect(metIn(over('2026-04-20', '2026-05-03', '2026-05-03'))).toEqual(['2026-04-30'])
    expect(metIn(over('2026-04-30', '2026-05-01', '2026-05-01'))).toEqual(['2026-05-31'])
  })

  test('time after it was recorded is not covered', () => {
    expect(metIn(attestation('EVR-A', ['2026-02-01', '2026-02-28'], at('2026-01-20')))).toEqual([])
    const claim = attestation('EVR-M', ['2026-01-01', '2026-06-30'], at('2026-01-20'))
    const { occurrences } = requirementOf(
      { manualEvidence: [minutes({ frequency: 'monthly', window: 'P31D' })] },
      [claim],
      { program: period },
    )
    expect(occurrences.filter(({ state }) => state === 'met').map(({ to }) => to)).toEqual(['2026-01-31'])
  })

  test('at a date its last day has to lie in the window', () => {
    const quarter = scans({ frequency: 'per-event', window: 'P30D' })
    const longer = over('2026-01-01', '2026-06-10', '2026-06-10')
    expect(judged(quarter, longer)).toMatchObject({ state: 'met' })
    expect(judged(quarter, over('2026-01-01', '2026-05-20', '2026-06-10'))).toMatchObject({ state: 'missing' })
  })

  test('any stretch of days counts for an interval it fills, and for at most one that it does not', () => {
    const months = expectedIntervals('monthly', { from: '2026-01-01', to: '2026-12-31' })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 200 }), (start, length) => {
        const from = addDuration('2026-01-01', `P${start}D`)
        const covered = { from, to: addDuration(from, `P${Math.min(length, 364 - start)}D`) }
        const counted = months.filter((month) => countsFor(covered, month))
        const filled = months.filter((month) => covered.from <= month.from && month.to <= covered.to)
        expect(counted).toEqual(expect.arrayContaining(filled))
        expect(counted.length - filled.length).toBeLessThanOrEqual(1)
        if (filled.length === 0) expect(counted.length).toBe(1)
      }),
    )
  })

  test('midnight ends the day before, in the zone of the program', () => {
    const [dated] = recordsUntil(
      logOf(scan('a', at('2026-06-20'), { coversFrom: '2026-05-31T22:00:00Z', coversTo: '2026-06-15T22:00:00Z' })),
      asOf,
      'Europe/Berlin',
    )
    if (dated === undefined) throw new Error('no record')
    expect(coveredDays(dated, 'Europe/Berlin')).toEqual({ from: '2026-06-01', to: '2026-06-15' })
    expect(coveredDays(dated, 'UTC')).toEqual({ from: '2026-05-31', to: '2026-06-15' })
  })
})

describe('a statement of a person', () => {
  const quarter = ['2026-04-01', '2026-06-30'] as const
  const today = at('2026-06-30')
  test.each<[string, Partial<ManualEvidence>, Unplaced, 'met' | 'not-met' | 'missing', RegExp]>([
    ['proven and done', {}, attestation('EVR-M', quarter, today), 'met', /1 in the window/],
    ['about another requirement', {}, attestation('EVR-X', quarter, today), 'missing', /none at all/],
    [
      'claimed',
      {},
      attestation('EVR-M', quarter, today, { standing: 'claimed', proof: 'none' }),
      'missing',
      /nothing proves/,
    ],
    // Whatever the writer says of it.
    [
      'claimed, where that is enough',
      { claimedIsEnough: true },
      attestation('EVR-M', quarter, today, { standing: 'claimed', proof: 'none' }, 'not-determined'),
      'met',
      /1 in the window; 1 only claimed: nothing proves/,
    ],
    [
      'with exceptions',
      {},
      attestation('EVR-M', quarter, today, { outcome: 'done-with-exceptions' }),
      'not-met',
      /outcome is done-with-exceptions/,
    ],
    ['that it was not done', {}, attestation('EVR-M', quarter, today, { outcome: 'not-done' }), 'not-met', /not-done/],
    [
      'claimed that it was not done',
      { claimedIsEnough: true },
      attestation('EVR-M', quarter, today, { standing: 'claimed', outcome: 'not-done' }),
      'not-met',
      /not-done/,
    ],
    [
      'for a quarter that is long over',
      {},
      attestation('EVR-M', ['2025-10-01', '2025-12-31'], today),
      'not-met',
      /2025-12-31/,
    ],
  ])('%s', (_name, over, record, state, why) => {
    expect(stated(minutes(over), record)).toMatchObject({ source: 'manual', state, why: expect.stringMatching(why) })
  })

  test('over a period each quarter needs its own', () => {
    const { state, occurrences } = requirementOf(
      { manualEvidence: [minutes()] },
      [attestation('EVR-M', ['2026-01-01', '2026-03-31'], at('2026-04-02'))],
      { program: period },
    )
    expect(occurrences.map((one) => one.state)).toEqual(['met', 'pending'])
    expect(state).toBe('met')
  })

  test('that is only claimed is said to be there and not to count, before it is due and after', () => {
    const claim = (from: string, to: string, written: string) =>
      attestation('EVR-M', [from, to], at(written), { standing: 'claimed', proof: 'none' })
    const early = requirementOf(
      { manualEvidence: [minutes()], implementedSince: '2026-04-01' },
      [claim('2026-04-01', '2026-06-15', '2026-06-16')],
      { program: period },
    )
    expect(early.occurrences.map((one) => one.state)).toEqual(['pending'])
    expect(early.why).toBe(
      'no record that counts yet, and none is due; 1 only claimed: nothing proves that this person stated it',
    )
    const late = requirementOf(
      { manualEvidence: [minutes()] },
      [
        claim('2026-01-01', '2026-03-31', '2026-04-02'),
        attestation('EVR-M', ['2026-04-01', '2026-06-15'], at('2026-06-16')),
      ],
      { program: period },
    )
    expect(late.why).toMatch(/^1 of 2 expected occurrences is overdue; 1 only claimed: nothing proves/)
    expect(late.deviations.map(({ what }) => what)).toEqual([
      'no record for 2026-01-01 to 2026-03-31, due by 2026-04-14; what was stated is claimed only and does not count (record 0)',
    ])
  })
})

describe('a correction', () => {
  const today = at('2026-06-20')
  const good = scan('a', today)
  const bad = scan('b', today, { critical: 1 })
  const limit = scans({ atMost: { critical: 0 } })

  test('takes a good record away, and both results are told', () => {
    const { state, deviations } = judged(limit, good, correction([0, good], today, 'fail', 'of another system'))
    expect(state).toBe('not-met')
    expect(deviations).toMatchObject([
      { record: 0, what: expect.stringMatching(/result is pass, corrected by record 1 to fail: of another system/) },
    ])
  })

  test('lets a bad one count, and the assessment says so', () => {
    const { state, why } = judged(limit, bad, correction([0, bad], today, 'pass'))
    expect({ state, why }).toEqual({ state: 'met', why: '1 in the window; 1 as a correction has it' })
  })

  test.each(['not-determined', 'none'] as const)('to %s makes it count for nothing', (result) => {
    expect(judged(limit, good, correction([0, good], today, result))).toMatchObject({ state: 'missing' })
  })

  test('the last one holds, and one of a correction speaks of what that was about', () => {
    const first = correction([0, good], today, 'fail')
    expect(judged(limit, good, first, correction([1, first], today, 'pass', 'it was right'))).toMatchObject({
      state: 'met',
    })
  })

  test('of another record than it names, or of a later one, changes nothing', () => {
    const wrong = correction([0, bad], today, 'fail')
    expect(judged(limit, good, wrong)).toMatchObject({ state: 'met' })
    expect(judged(limit, correction([1, good], today, 'fail'), good)).toMatchObject({ state: 'met' })
  })

  test('does not hide what went around review', () => {
    const direct = unreviewed(sha('x'), today)
    const { all } = judged(limit, direct, correction([0, direct], today, 'pass', 'the import of the repository'))
    expect(all).toMatchObject([{ what: expect.stringMatching(/went around review; corrected by record 1 to pass/) }])
    const none = scans({ expect: 'none', records: { kind: 'change.unreviewed' } })
    expect(judged(none, direct, correction([0, direct], today, 'fail')).deviations).toMatchObject([
      { kind: 'unexpected', what: expect.stringMatching(/corrected by record 1 to fail/) },
    ])
  })
})

test('a merge whose separation is not determined satisfies nothing', () => {
  const every = scans({ records: { kind: 'change.merged' }, expect: 'every', satisfying: { verdict: 'approved' } })
  const unclear = { ...merged(1, at('2026-06-20')), result: 'not-determined' as const }
  expect(judged(every, unclear)).toMatchObject({ state: 'not-met' })
})

describe('what happened in a system', () => {
  const log = (from: string, to: string, over: object = {}, result: 'pass' | 'not-determined' = 'pass') =>
    reading(
      `${from} ${to}`,
      at(to),
      { dataset: 'activity', form: 'interval', from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z`, ...over },
      result,
    )
  const wanted = scans({
    records: { kind: 'collection.window' },
    frequency: 'per-request',
    window: 'P20D',
    grace: 'P2D',
  })

  test('is whole where its readings leave no gap', () => {
    expect(judged(wanted, log('2026-06-01', '2026-06-15'), log('2026-06-15', '2026-06-30'))).toMatchObject({
      state: 'not-met', // late: recorded weeks after the first of it
    })
    const daily = Array.from({ length: 20 }, (_, day) =>
      log(`2026-06-${String(10 + day)}`, `2026-06-${String(11 + day)}`),
    )
    expect(judged(wanted, ...daily)).toMatchObject({ state: 'met' })
    expect(judged(wanted, ...daily.filter((_, day) => day !== 7))).toMatchObject({
      state: 'not-met',
      deviations: [{ kind: 'overdue', what: 'nothing read covers 2026-06-17 to 2026-06-17 of activity of shop' }],
    })
  })

  test('of two systems each has to be whole', () => {
    const both = Array.from({ length: 20 }, (_, day) => [
      log(`2026-06-${10 + day}`, `2026-06-${11 + day}`),
      ...(day === 3 ? [] : [log(`2026-06-${10 + day}`, `2026-06-${11 + day}`, { system: 'gateway' })]),
    ]).flat()
    expect(judged(wanted, ...both).deviations).toMatchObject([
      { what: 'nothing read covers 2026-06-13 to 2026-06-13 of activity of gateway' },
    ])
  })
})

test('clocks of anchors bracket what was recorded late', () => {
  const every = scans({ expect: 'every', frequency: 'per-event', window: 'P90D', records: { kind: 'deployment' } })
  const back = deployment('old', recorded('2026-05-01', '2026-06-20'))
  const before = anchor(1, '2026-06-18T00:00:00Z', at('2026-06-18'))
  const [first] = judged(every, before, back, anchor(2, '2026-06-21T00:00:00Z', at('2026-06-21'))).deviations
  expect(first?.what).toContain('written between 2026-06-17T23:59:59.000Z and 2026-06-21T00:00:01.000Z')
  expect(judged(every, back).deviations[0]?.what).toContain('no anchor says when')
})
