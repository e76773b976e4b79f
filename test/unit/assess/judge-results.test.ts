import { expect, test } from 'vitest'
import { judgeResults } from '../../../src/assess/judge-results.ts'
import { readProgram } from '../../../src/read/read-program.ts'

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
  const rule = judgeResults(model, [], '2026-06-15', { protectedBranch: 'main' }).find(({ id }) => id === 'EXC-008')
  expect(rule?.judged).toMatchObject([{ resource: 'EXC-A', outcome: { kind: 'not-determined' } }])
})
