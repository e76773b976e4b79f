import { expect, test } from 'vitest'
import { DoctorReport as validate } from '../../../src/read/report-validators.gen.js'
import type { DoctorReport } from '../../../src/report/doctor-report.ts'
import { printDoctorReport } from '../../../src/report/print-doctor-report.ts'
import { examine, setUpRepository } from '../../support/set-up-repository.ts'

const good = await setUpRepository()
const plain = { colours: false, textOf: () => undefined }
const esc = '\u001b'

const broken = () =>
  examine(
    {
      ...good,
      '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    name: "countersign/gate\\u001b[31m\\u202e"\n    steps: []\n`,
    },
    { repository: undefined },
  )

test('json is what its schema says, with and without findings', async () => {
  for (const { report } of [await examine(good), await broken(), await examine({}, { gitVersion: undefined })]) {
    const parsed: unknown = JSON.parse(printDoctorReport(report, 'json', plain))
    expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
  }
})

test('text of a workflow cannot colour or reorder what a terminal shows', async () => {
  const { report, textOf } = await broken()
  const text = printDoctorReport(report, 'pretty', { colours: false, textOf })
  expect(text).toContain('error DOC-036: The job is called countersign/gate')
  expect(text).not.toContain(esc)
  expect(text).not.toContain('\u202e')
  expect(printDoctorReport(report, 'pretty', { colours: true, textOf })).toContain(`${esc}[31;1merror DOC-036`)
})

test('errors stand last, what only the forge knows is said, and the last line is the verdict', async () => {
  const report: DoctorReport = {
    verdict: 'violated',
    counts: { checks: 3, errors: 1, warnings: 1, notDetermined: 1 },
    items: [
      {
        code: 'DOC-001',
        severity: 'error',
        message: 'Bad',
        at: { file: '.', line: 1, column: 1, endLine: 1, endColumn: 1 },
        remedy: 'Mend it.',
      },
      {
        code: 'DOC-012',
        severity: 'warning',
        message: 'Meh',
        at: { file: 'x.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 },
        hint: 'Try y',
        remedy: 'Do it.',
      },
    ],
    notDetermined: [{ check: 'DOC-003', why: 'there is no git' }],
    checks: [],
    remote: [{ id: 'DOC-101', title: 'It is required' }],
  }
  expect(printDoctorReport(report, 'pretty', plain)).toBe(
    [
      'x.yaml warning DOC-012: Meh',
      '  Try y',
      '  To do: Do it.',
      '',
      'error DOC-001: Bad',
      '  To do: Mend it.',
      '',
      'Could not be determined:',
      '  DOC-003: there is no git',
      '',
      'Not looked at, since only the forge knows; name the repository with --repo:',
      '  DOC-101: It is required',
      '',
      'Not in order. 1 error, 1 warning of 3 checks.',
      '',
    ].join('\n'),
  )
})
