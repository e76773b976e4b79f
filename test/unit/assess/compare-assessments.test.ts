import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import type { Deviation } from '../../../src/assess/assessment.ts'
import { compareAssessments, directionOf } from '../../../src/assess/compare-assessments.ts'
import { audit, logCreated, logOf, merged, sha, type Unplaced, unreviewed } from '../../support/log-builder.ts'
import { control, programModel } from '../../support/program-builder.ts'

const reviewed = control({
  id: 'CTL-REVIEW',
  evidence: [
    {
      id: 'EVR-M',
      title: 'Every merge is approved',
      records: { kind: 'change.merged' },
      expect: 'every',
      satisfying: { verdict: 'approved' },
      frequency: 'per-event',
      window: 'P90D',
    },
  ],
})
const assessed = (asOf: string, controls = [reviewed], ...records: readonly Unplaced[]) =>
  assessProgram(programModel({ controls }), logOf(logCreated({ at: '2026-01-01T00:00:00Z' }), ...records), asOf, {
    protectedBranch: 'main',
  })
const good = merged(1, { at: '2026-05-10T10:00:00Z' })
const bad = merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' })

describe('the comparison of two assessments', () => {
  test('names the control and the criterion that got worse, the deviation, and the parts of the score', () => {
    const found = compareAssessments(
      assessed('2026-05-31', undefined, good),
      assessed('2026-06-30', undefined, good, bad),
    )
    expect(found.states.map(({ of, id, before, after, direction }) => [of, id, before, after, direction])).toEqual([
      ['control', 'CTL-REVIEW', 'met', 'not-met', 'worse'],
      ['criterion', 'CC8.1', 'met', 'not-met', 'worse'],
    ])
    expect(found.opened.map(({ control: id, record }) => [id, record])).toEqual([['CTL-REVIEW', 2]])
    expect(found.resolved).toEqual([])
    expect(found.parts).toContainEqual({ part: 'controls met', before: 1, after: 0 })
    expect(found.worse).toEqual([
      '1 control in a worse state',
      '1 criterion in a worse state',
      '1 new deviation',
      'a lower score',
    ])
  })

  test('of the same assessment is empty', () => {
    const one = assessed('2026-06-30', undefined, good, bad)
    expect(compareAssessments(one, one)).toMatchObject({ states: [], opened: [], resolved: [], parts: [], worse: [] })
  })

  test('calls the way back better; what left the window of its control is neither new nor gone', () => {
    const found = compareAssessments(
      assessed('2026-06-30', undefined, good, bad),
      assessed('2026-09-30', undefined, good, bad, merged(3, { at: '2026-09-20T10:00:00Z' })),
    )
    expect(found.states[0]).toMatchObject({ id: 'CTL-REVIEW', direction: 'better' })
    expect([found.opened, found.resolved, found.worse]).toEqual([[], [], []])
  })

  test('says which deviation is not there any more', () => {
    const before = assessed('2026-06-30', undefined, good, bad)
    const found = compareAssessments(before, assessed('2026-06-30', undefined, good))
    expect(found.resolved.map(({ record }) => record)).toEqual([2])
  })

  test('a lower score alone is worse: here by a control that was added and shows nothing', () => {
    const planned = control({ id: 'CTL-NEW', status: 'planned' })
    const found = compareAssessments(
      assessed('2026-05-31', undefined, good),
      assessed('2026-05-31', [reviewed, planned], good),
    )
    expect(found.worse).toEqual(['a lower score'])
    expect(found.states).toMatchObject([{ id: 'CTL-NEW', before: undefined, direction: 'other' }])
  })

  test('what went around review although no control looks at it is a new deviation', () => {
    const found = compareAssessments(
      assessed('2026-06-30', undefined, good),
      assessed('2026-06-30', undefined, good, unreviewed(sha('pushed'), { at: '2026-06-18T10:00:00Z' })),
    )
    expect(found.opened).toMatchObject([{ control: undefined, kind: 'failed' }])
    expect(found.worse).toEqual(['1 new deviation'])
  })

  test('records that keep missing are the deviation that was there, and a second gap is a new one', () => {
    const gap = (day: string): Deviation => ({
      control: 'CTL-A',
      requirement: 'EVR-A',
      kind: 'overdue',
      what: `missing up to ${day}`,
      day,
      record: undefined,
    })
    const one = assessed('2026-05-31', undefined, good)
    const with1 = (...deviations: readonly Deviation[]) => ({ ...one, deviations })
    expect(compareAssessments(with1(gap('2026-05-01')), with1(gap('2026-05-20'))).opened).toEqual([])
    const two = compareAssessments(with1(gap('2026-05-01')), with1(gap('2026-05-20'), gap('2026-05-01')))
    expect(two.opened).toHaveLength(1)
  })

  test('what was overdue and came late is neither new nor gone; a late record of another requirement is new', () => {
    const one = assessed('2026-05-31', undefined, good)
    const deviation = (kind: Deviation['kind'], requirement: string, record?: number): Deviation => ({
      ...{ control: 'CTL-A', requirement, kind, what: kind, day: '2026-05-01', record },
    })
    const before = { ...one, deviations: [deviation('overdue', 'EVR-A')] }
    const after = { ...one, deviations: [deviation('late', 'EVR-A', 7), deviation('late', 'EVR-B', 8)] }
    const { opened, resolved } = compareAssessments(before, after)
    expect([opened.map(({ record }) => record), resolved]).toEqual([[8], []])
  })

  test('an audit that came between changes nothing', () => {
    const seen = audit(sha('baseline'), sha('tip'), { at: '2026-05-30T03:00:00Z' })
    const before = assessed('2026-05-31', undefined, good)
    expect(compareAssessments(before, assessed('2026-05-31', undefined, good, seen)).worse).toEqual([])
  })
})

test.each([
  ['met', 'partially-met', 'worse'],
  ['met', 'not-evaluated', 'worse'],
  ['partially-met', 'not-met', 'worse'],
  ['not-evaluated', 'not-met', 'worse'],
  [undefined, 'not-met', 'worse'],
  ['not-applicable', 'not-met', 'worse'],
  ['not-met', 'met', 'better'],
  ['not-evaluated', 'partially-met', 'better'],
  // The failure is out of sight, and nothing shows that it is mended.
  ['not-met', 'not-evaluated', 'other'],
  ['met', undefined, 'other'],
  ['not-met', 'not-applicable', 'other'],
  [undefined, 'met', 'other'],
] as const)('from %s to %s is %s', (before, after, direction) => {
  expect(directionOf({ before, after })).toBe(direction)
})
