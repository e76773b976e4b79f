import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import type { Assessment, ControlState } from '../../../src/assess/assessment.ts'
import type { Control, EvidenceRequirement, Exception, Program } from '../../../src/model/records.ts'
import {
  attestation,
  audit,
  logCreated,
  logOf,
  merged,
  scan,
  sha,
  type Unplaced,
  unreviewed,
} from '../../support/log-builder.ts'
import { control, program, programModel } from '../../support/program-builder.ts'

const settings = { protectedBranch: 'main' }
const asOf = '2026-06-30'
const begun = logCreated({ at: '2026-01-01T08:00:00Z' })

/** A requirement that a failing record never satisfies. */
const anyRequirement = (id: string): fc.Arbitrary<EvidenceRequirement> =>
  fc
    .record({
      about: fc.constantFrom<Pick<EvidenceRequirement, 'records' | 'satisfying' | 'atMost' | 'expect'>>(
        { records: { kind: 'scan.result' }, expect: 'some', atMost: { failed: 0 } },
        { records: { kind: 'scan.result' }, expect: 'every' },
        { records: { kind: 'change.merged' }, expect: 'every', satisfying: { verdict: 'approved' } },
        { records: { kind: 'change.merged' }, expect: 'some', satisfying: { verdict: 'approved' } },
        { records: { kind: 'change.unreviewed' }, expect: 'none' },
        {
          records: { kind: 'attestation', where: { requirement: 'EVR-X' } },
          expect: 'some',
          satisfying: { outcome: 'done' },
        },
      ),
      frequency: fc.constantFrom<EvidenceRequirement['frequency']>('per-event', 'monthly', 'quarterly'),
      window: fc.constantFrom('P31D', 'P93D', 'P1Y'),
    })
    .map(({ about, ...rest }) => ({ id, ...about, ...rest }))

const anyControl = fc
  .record({
    id: fc.constantFrom('CTL-A', 'CTL-B', 'CTL-C', 'CTL-D'),
    status: fc.constantFrom('operating' as const, 'implemented' as const, 'planned' as const),
    keyControl: fc.boolean(),
    criteria: fc.constantFrom<Control['criteria']>(
      [{ id: 'CC8.1', coverage: 'full' }],
      [{ id: 'CC6.7', coverage: 'full' }],
      [{ id: 'A1.1', coverage: 'partial', rationale: 'a part' }],
      [
        { id: 'CC7.1', coverage: 'full' },
        { id: 'A1.2', coverage: 'full' },
      ],
    ),
    evidence: fc.tuple(anyRequirement('EVR-1'), anyRequirement('EVR-2')).chain((two) => fc.subarray(two)),
    test: fc.constantFrom<Control['test'] & object>([], [{ method: 'inquiry', steps: 'Ask.' }]),
  })
  .map((over) => control(over))

const anyControls = fc.uniqueArray(anyControl, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })

const anyProgram = fc.constantFrom<Program>(
  program({ categories: ['CC', 'A'] }),
  program({ categories: ['CC', 'A'], reportType: 'type2', period: { start: '2026-01-01', end: '2026-06-30' } }),
  program({ categories: ['CC'], reportType: 'type2', period: { start: '2026-03-01', end: '2026-12-31' } }),
)

const anyDay = fc.integer({ min: 1, max: 180 }).map((number) => {
  const at = new Date(Date.UTC(2026, 0, number)).toISOString().slice(0, 10)
  return { at: `${at}T10:00:00Z` }
})

let made = 0
const next = () => {
  made += 1
  return made
}
const anyGood = anyDay.chain((when) =>
  fc.constantFrom<() => Unplaced>(
    () => scan(`good ${next()}`, when),
    () => merged(next(), when),
    () => attestation('EVR-X', [when.at.slice(0, 10), when.at.slice(0, 10)], when),
    () => audit(sha('baseline'), sha('tip'), when),
  ),
)
const anyBad = anyDay.chain((when) =>
  fc.constantFrom<() => Unplaced>(
    () => scan(`bad ${next()}`, when, { failed: 2, passed: 2 }, 'fail'),
    () => merged(next(), when, { verdict: 'refused' }),
    () => unreviewed(sha(`pushed ${next()}`), when),
    () => attestation('EVR-X', [when.at.slice(0, 10), when.at.slice(0, 10)], when, { outcome: 'not-done' }, 'fail'),
  ),
)
const anyLog = fc.array(fc.oneof(anyGood, anyGood, anyBad), { maxLength: 12 })

const assess = (
  controls: readonly Control[],
  scope: Program,
  log: readonly Unplaced[],
  exceptions: readonly Exception[] = [],
) => assessProgram(programModel({ controls, program: scope, exceptions }), logOf(begun, ...log), asOf, settings)

/** The better the larger. That nobody could look is no better than that it was partly shown, and no worse than a failure. */
const rank: Readonly<Record<ControlState, number>> = {
  'not-met': 0,
  'not-evaluated': 1,
  'partially-met': 2,
  met: 3,
  'not-applicable': 4,
}
const ranks = ({ controls }: Assessment) => [...controls.values()].map(({ id, state }) => [id, rank[state]] as const)

test('evidence of a failure never improves the state of a control, nor the score', () => {
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, anyBad, (controls, scope, log, bad) => {
      const records = log.map((make) => make())
      const [before, after] = [assess(controls, scope, records), assess(controls, scope, [...records, bad()])]
      for (const [index, [id, value]] of ranks(after).entries())
        expect([id, value, ranks(before)[index]?.[1]]).toEqual([
          id,
          expect.toSatisfy((one: number) => one <= (ranks(before)[index]?.[1] ?? -1)),
          ranks(before)[index]?.[1],
        ])
      expect(after.score.tenths ?? -1).toBeLessThanOrEqual(before.score.tenths ?? -1)
      expect(after.criteria.size).toBe(before.criteria.size)
    }),
    { numRuns: 150 },
  )
})

test('good evidence that is taken away never improves the score', () => {
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, fc.nat(11), anyGood, (controls, scope, log, place, good) => {
      const records = log.map((make) => make())
      const whole = [...records.slice(0, place), good(), ...records.slice(place)]
      const [before, after] = [assess(controls, scope, whole), assess(controls, scope, records)]
      expect(after.score.controls.met).toBeLessThanOrEqual(before.score.controls.met)
      expect(after.score.tenths ?? -1).toBeLessThanOrEqual(before.score.tenths ?? -1)
      expect(after.score.requirementsMet).toBeLessThanOrEqual(before.score.requirementsMet)
    }),
    { numRuns: 150 },
  )
})

test('what is excepted is never met, and its failure stays as it is', () => {
  const exception = (id: string, over: Partial<Exception>): Exception => ({
    apiVersion: 'countersign/v1',
    kind: 'Exception',
    id: `EXC-${id}`,
    title: 'For a while',
    control: id,
    resources: ['shop'],
    reason: 'for a while',
    severity: 'low',
    requestedBy: 'ana',
    start: '2026-01-01',
    expires: '2026-12-31',
    ...over,
  })
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, (controls, scope, log) => {
      const records = log.map((make) => make())
      const plain = assess(controls, scope, records)
      const exceptions = controls.map(({ id }) => exception(id, { compensatingControls: ['CTL-A'] }))
      const waived = assess(controls, scope, records, exceptions)
      expect([...waived.controls.values()].filter(({ state }) => state === 'met')).toEqual([])
      expect(waived.score.tenths ?? 0).toBe(0)
      for (const [id, { state, deviations, requirements }] of waived.controls) {
        const before = plain.controls.get(id)
        expect(deviations).toEqual(before?.deviations)
        expect(requirements).toEqual(before?.requirements)
        if (before?.state !== 'met') expect(state).toBe(before?.state)
      }
      expect(waived.deviations).toEqual(plain.deviations)
    }),
  )
})

test('the parts of the score add up', () => {
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, (controls, scope, log) => {
      const {
        score,
        controls: states,
        criteria,
        deviations,
        freshness,
      } = assess(
        controls,
        scope,
        log.map((make) => make()),
      )
      const sum = ({ met, partiallyMet, notMet, notEvaluated }: typeof score.controls) =>
        met + partiallyMet + notMet + notEvaluated
      for (const tally of [
        score.controls,
        score.criteria,
        ...score.categories.flatMap((one) => [one.controls, one.criteria]),
        ...[...criteria.values()].map((one) => one.tally),
      ])
        expect(tally.applicable).toBe(sum(tally))
      expect(score.controls.applicable + score.controls.notApplicable).toBe(states.size)
      expect(score.criteria.applicable + score.criteria.notApplicable).toBe(criteria.size)
      const inCategories = score.categories.reduce((total, one) => total + one.criteria.applicable, 0)
      expect(inCategories).toBe(score.criteria.applicable)
      expect(score.deviations).toBe(deviations.length)
      const { fresh, stale, noNewerEvent, never } = score.evidence
      expect(fresh + stale + noNewerEvent + never).toBe(freshness.length)
      const { met, applicable } = score.controls
      expect(score.tenths).toBe(applicable === 0 ? undefined : Math.floor((1000 * met) / applicable))
      if (score.band === 'audit ready') {
        expect(score.blockers).toEqual([])
        expect(score.criteriaCovered).toBe(score.criteria.applicable)
      }
    }),
  )
})

test('occurrences are counted once each, and operation follows from them', () => {
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, (controls, scope, log) => {
      for (const { requirements, operation } of assess(
        controls,
        scope,
        log.map((make) => make()),
      ).controls.values()) {
        for (const { counts, occurrences } of requirements) {
          const { expected, inTime, late, missing, failed, pending } = counts
          expect(expected).toBe(occurrences.length)
          expect(inTime + late + missing + failed + pending).toBe(expected)
        }
        expect(operation.kind).toBe(scope.reportType === 'type1' ? 'not-judged' : 'judged')
        if (operation.kind === 'judged' && operation.state === 'as-expected')
          expect(operation.counts.late + operation.counts.missing + operation.counts.failed).toBe(0)
      }
    }),
  )
})

test('the work list speaks of every control in use that is not met, once for its state, in order', () => {
  const bands = ['critical', 'high', 'medium', 'low']
  fc.assert(
    fc.property(anyControls, anyProgram, anyLog, (controls, scope, log) => {
      const { priorities, controls: states } = assess(
        controls,
        scope,
        log.map((make) => make()),
      )
      const lacking = [...states.values()].filter(
        ({ state, supports, counted }) => supports && counted && state !== 'met',
      )
      const kinds = new Set(['key-control-fails', 'control-fails', 'control-not-shown', 'control-partly-met'])
      const named = priorities.filter(({ kind }) => kinds.has(kind)).map(({ subject }) => subject)
      expect(named.toSorted()).toEqual(lacking.map(({ id }) => id).toSorted())
      const order = priorities.map(({ priority }) => bands.indexOf(priority))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }),
  )
})
