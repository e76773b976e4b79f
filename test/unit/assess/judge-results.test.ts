import { expect, test } from 'vitest'
import { judgeResults } from '../../../src/assess/judge-results.ts'
import { startOf } from '../../../src/model/location.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { logCreated, logOf, scan, type Unplaced } from '../../support/log-builder.ts'

const nowhere = { file: 'log', locate: () => startOf('log') }

test('an exception that rests on a control nobody can read is not determined', () => {
  const text = `apiVersion: countersign/v1
kind: Exception
id: EXC-A
title: For a while
control: CTL-A
resources: [batch]
reason: The new tool comes in July.
severity: high
compensatingControls: [CTL-GONE]
requestedBy: cy
approvedBy: ben
start: 2026-06-01
expires: 2026-07-01
`
  const { model } = readProgram([{ path: 'a.yaml', bytes: Buffer.from(text) }])
  const rule = judgeResults(model, { records: [], placeOf: () => nowhere }, '2026-06-15', {
    protectedBranch: 'main',
  }).find(({ id }) => id === 'EXC-008')
  expect(rule?.judged).toMatchObject([{ resource: 'EXC-A', outcome: { kind: 'not-determined' } }])
})

test('a log that nobody signs says nothing of where automated evidence comes from', () => {
  const text = `apiVersion: countersign/v1
kind: Control
id: CTL-A
title: Images are scanned
statement: Each week the pipeline scans the images it builds.
type: detective
nature: automated
frequency: weekly
criteria: [{ id: CC7.1, coverage: full }]
status: operating
evidence:
  - { id: EVR-A, records: { kind: scan.result }, expect: some, frequency: weekly, window: P7D }
`
  const { model } = readProgram([{ path: 'a.yaml', bytes: Buffer.from(text) }])
  const judged = (mode: 'signed' | 'local-unsigned', run: string) => {
    const when = { at: '2026-06-10T10:00:00Z' }
    const birth = logCreated(when)
    const found = { ...scan('a', when), producer: { tool: 'countersign/0.1.0', run } }
    const records = logOf({ ...birth, data: { ...birth.data, mode } } as Unplaced, found)
    return judgeResults(model, { records, placeOf: () => nowhere }, '2026-06-15', { protectedBranch: 'main' }).find(
      ({ id }) => id === 'EVD-009',
    )?.judged
  }
  expect(judged('local-unsigned', 'local')).toEqual([])
  expect(judged('signed', 'local')).toMatchObject([{ outcome: { kind: 'fail' } }])
  expect(judged('signed', 'github:7/1')).toMatchObject([{ outcome: { kind: 'pass' } }])
  expect(judged('signed', 'elsewhere:7')).toMatchObject([{ outcome: { kind: 'not-determined' } }])
})
