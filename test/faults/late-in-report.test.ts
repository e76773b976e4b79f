import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../src/assess/assess-program.ts'
import { readLine } from '../../src/evidence/read-line.ts'
import { makeRecord, toLine } from '../../src/evidence/record.ts'
import type { Control, EvidenceRequirement } from '../../src/model/records.ts'
import { printAssessment } from '../../src/report/print-assessment.ts'
import { anchor, deployment, logCreated, logOf, reading, type Unplaced } from '../support/log-builder.ts'
import { control, program, programModel } from '../support/program-builder.ts'

const asOf = '2026-06-30'
const at = (date: string) => ({ at: `${date}T02:00:00Z` })

/** The report that a person gets, and the requirement it rests on. */
function report(evidence: EvidenceRequirement, log: readonly Unplaced[]) {
  const controls: Control[] = [control({ evidence: [evidence] })]
  const period = program({ reportType: 'type2', period: { start: '2026-06-01', end: '2026-12-31' } })
  const assessment = assessProgram(programModel({ controls, program: period }), logOf(...log), asOf, {
    protectedBranch: 'main',
  })
  return { text: printAssessment(assessment, []), requirement: assessment.controls.get('CTL-A')?.requirements[0] }
}

const activity: EvidenceRequirement = {
  id: 'EVR-ACTIVITY',
  records: { kind: 'collection.window', where: { dataset: 'activity' } },
  expect: 'every',
  frequency: 'per-request',
  window: 'P30D',
}
const day = (number: number) => `2026-06-${String(number).padStart(2, '0')}`
/** What happened from one night to another, read at the end of it. */
const read = (from: string, to: string, over: object = {}, result: 'pass' | 'not-determined' = 'pass') =>
  reading(
    `${from} ${to}`,
    at(to),
    { dataset: 'activity', form: 'interval', from: at(from).at, to: at(to).at, ...over },
    result,
  )
/** Every night of June, but for those in which no run was. */
const nights = (skipped: readonly number[]) =>
  Array.from({ length: 30 }, (_, index) => index)
    .filter((index) => !skipped.includes(index))
    .map((index) => (index === 0 ? read('2026-05-31', day(1)) : read(day(index), day(index + 1))))

describe('fault 08: three days without a run, in the report', () => {
  test('are a gap until a later run reads them, and late when it has', () => {
    const open = report(activity, nights([10, 11, 12]))
    expect(open.requirement?.state).toBe('not-met')
    expect(open.text).toContain('nothing read covers 2026-06-10 to 2026-06-13 of activity of shop')
    // From the watermark of the last reading on, and not from the day before.
    const closed = report(activity, [...nights([10, 11, 12, 13]), read(day(10), day(14))])
    expect(closed.text).not.toContain('nothing read covers')
    expect(closed.text).toContain('late: 4d, recorded only on 2026-06-14')
    expect(report(activity, nights([])).requirement?.state).toBe('met')
  })
})

describe('fault 09: a page that was missing, in the report', () => {
  const partial = read(day(10), day(11), { complete: false, total: 200, count: 100 }, 'not-determined')

  test('is a gap of what was read until a whole reading closes it', () => {
    const log = [...nights([10]), partial]
    const open = report(activity, log)
    expect(open.requirement?.state).toBe('not-met')
    expect(open.text).toContain('nothing read covers 2026-06-10 to 2026-06-11 of activity of shop')
    expect(report(activity, [...log, read(day(10), day(11), { source: 'again' })]).requirement?.state).toBe('met')
  })

  test('never becomes whole by a reading that is partial too', () => {
    const again = { ...partial, key: 'collection:shop/again' }
    expect(report(activity, [...nights([10]), partial, again]).requirement?.state).toBe('not-met')
  })
})

describe('fault 12: a record of what happened 60 days ago', () => {
  const deployments: EvidenceRequirement = {
    ...activity,
    id: 'EVR-DEPLOYMENTS',
    records: { kind: 'deployment' },
    satisfying: { verdict: 'approved' },
  }
  const back = deployment('old', { at: '2026-05-01T02:00:00Z', recordedAt: '2026-06-30T02:00:00Z' })
  const controls = [control({ evidence: [deployments], implementedSince: '2026-01-01' })]
  const assessed = (log: readonly Unplaced[]) => {
    const period = program({ reportType: 'type2', period: { start: '2026-01-01', end: '2026-12-31' } })
    const model = programModel({ controls, program: period })
    return printAssessment(assessProgram(model, logOf(...log), asOf, { protectedBranch: 'main' }), [])
  }

  test('is kept', () => {
    const line = toLine(
      makeRecord({ ...back, key: 'github:1/deployment/7' } as Unplaced, 'git+https://a.example/b', '1'.repeat(40)),
    )
    expect(readLine(Buffer.from(line))).toMatchObject({ kind: 'record' })
  })

  test('is late in the report, with the time between which outside clocks saw it', () => {
    const log = [
      logCreated(at('2026-01-01')),
      anchor(1, '2026-06-29T12:00:00Z', at('2026-06-29')),
      back,
      anchor(3, '2026-06-30T03:00:00Z', at('2026-06-30')),
    ]
    expect(assessed(log)).toContain(
      'late: 60d, recorded only on 2026-06-30; written between 2026-06-29T11:59:59.000Z and 2026-06-30T03:00:01.000Z by the clocks of anchors',
    )
  })

  test('is late without anchors, too, and then the report says that no outside clock tells', () => {
    expect(assessed([back])).toContain('late: 60d, recorded only on 2026-06-30; no anchor says when it was written')
  })
})
