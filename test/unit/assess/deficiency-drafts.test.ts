import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { compareAssessments } from '../../../src/assess/compare-assessments.ts'
import { planDrafts } from '../../../src/assess/deficiency-drafts.ts'
import { startOf } from '../../../src/model/location.ts'
import type { Deficiency } from '../../../src/model/records.ts'
import { logCreated, logOf, merged, type Unplaced } from '../../support/log-builder.ts'
import { control, programModel } from '../../support/program-builder.ts'

const reviewed = control({
  id: 'CTL-REVIEW',
  evidence: [
    {
      id: 'EVR-M',
      records: { kind: 'change.merged' },
      expect: 'every',
      satisfying: { verdict: 'approved' },
      frequency: 'per-event',
      window: 'P30D',
    },
  ],
})
const deficiency = (over: Partial<Deficiency> = {}): Deficiency => ({
  apiVersion: 'countersign/v1',
  kind: 'Deficiency',
  id: 'DEF-2026-001',
  title: 'Not reviewed',
  description: 'Seen.',
  source: 'assessment',
  type: 'operating',
  severity: 'medium',
  status: 'open',
  control: 'CTL-REVIEW',
  opened: '2026-06-06',
  owner: 'ana',
  ...over,
})
const modelWith = (...deficiencies: readonly Deficiency[]) => ({
  ...programModel({ controls: [reviewed] }),
  deficiencies: new Map(
    deficiencies.map((value) => [value.id, { value, at: { file: 'x', locate: () => startOf('x') } }] as const),
  ),
})

/** What is planned between two days of one log. */
function plan(from: string, to: string, records: readonly Unplaced[], ...deficiencies: readonly Deficiency[]) {
  const model = modelWith(...deficiencies)
  const log = logOf(logCreated({ at: '2026-01-01T00:00:00Z' }), ...records)
  const on = (day: string) => assessProgram(model, log, day, { protectedBranch: 'main' })
  const now = on(to)
  return planDrafts(compareAssessments(on(from), now).states, now, log, model, 'UTC')
}

const good = merged(1, { at: '2026-05-25T10:00:00Z' })
const bad = merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' })
const again = merged(3, { at: '2026-07-10T10:00:00Z' })

describe('a control that stopped being met', () => {
  test('is to have a deficiency, about the items that broke it', () => {
    const { failures, mended, left } = plan('2026-05-31', '2026-06-10', [good, bad])
    expect(failures.map((one) => [one.control.id, one.items])).toEqual([['CTL-REVIEW', ['pull-2']]])
    expect([mended, left]).toEqual([[], []])
  })

  test.each(['open', 'remediating', 'risk-accepted'] as const)('has one already that is %s', (status) => {
    expect(plan('2026-05-31', '2026-06-10', [good, bad], deficiency({ status })).failures).toEqual([])
  })

  test('is not covered by one that was closed, or that is about another control', () => {
    const others = [deficiency({ status: 'closed' }), deficiency({ id: 'DEF-2026-002', control: 'CTL-OTHER' })]
    expect(plan('2026-05-31', '2026-06-10', [good, bad], ...others).failures).toHaveLength(1)
  })

  test('while it waits for its retest was not mended, and that is said', () => {
    const { failures, left } = plan('2026-05-31', '2026-06-10', [good, bad], deficiency({ status: 'ready-for-retest' }))
    expect(failures).toEqual([])
    expect(left).toEqual([
      'DEF-2026-001 is ready-for-retest, but its control CTL-REVIEW is not met again: it is not mended',
    ])
  })

  test('and was so before is left to people', () => {
    const { failures, left } = plan('2026-06-09', '2026-06-10', [good, bad])
    expect(failures).toEqual([])
    expect(left[0]).toContain('CTL-REVIEW was not met before and has no open deficiency')
  })
})

describe('a control that is met again', () => {
  test('makes its deficiency ready for a retest, with the evidence that is newer', () => {
    const { mended } = plan('2026-06-10', '2026-07-15', [good, bad, again], deficiency())
    expect(mended).toMatchObject([
      { since: '2026-07-10', evidence: [expect.stringMatching(/^record 3 of 2026-07-10/)] },
    ])
  })

  test('by old evidence mends nothing', () => {
    const opened = deficiency({ opened: '2026-07-10' })
    const { mended, left } = plan('2026-06-10', '2026-07-15', [good, bad, again], opened)
    expect(mended).toEqual([])
    expect(left[0]).toContain('not by evidence that is newer than 2026-07-10')
  })

  test('never closes one: somebody has to test again', () => {
    const waiting = deficiency({ status: 'ready-for-retest', remediation: { description: 'x', fixed: '2026-07-01' } })
    const { mended, left } = plan('2026-06-10', '2026-07-15', [good, bad, again], waiting)
    expect(mended).toEqual([])
    expect(left[0]).toMatch(
      /^DEF-2026-001 waits for its retest: somebody other than its owner writes `retest`\. Evidence: record 3/,
    )
  })

  test.each([{ source: 'audit' }, { status: 'risk-accepted' }] as const)('leaves one with %o to people', (over) => {
    const { mended, left } = plan('2026-06-10', '2026-07-15', [good, bad, again], deficiency(over))
    expect(mended).toEqual([])
    expect(left[0]).toContain('whether it is mended is for people')
  })
})
