import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../../src/adapters/node-files.ts'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { compareAssessments } from '../../../src/assess/compare-assessments.ts'
import { writeChange } from '../../../src/usecases/change-program.ts'
import { draftDeficiencies } from '../../../src/usecases/draft-deficiencies.ts'
import { readText } from '../../../src/usecases/source-text.ts'
import { logCreated, logOf, merged } from '../../support/log-builder.ts'
import { control, programModel } from '../../support/program-builder.ts'
import { ProgramFolder } from '../../support/program-folder.ts'

let program: ProgramFolder
beforeEach(async () => {
  program = await ProgramFolder.make()
  mkdirSync(join(program.root, 'compliance/deficiencies'), { recursive: true })
})
afterEach(() => program.remove())

const path = 'compliance/deficiencies/DEF-2026-001.yaml'
const record = (more: readonly string[] = []) =>
  [
    'apiVersion: countersign/v1',
    'kind: Deficiency',
    'id: DEF-2026-001',
    "title: 'One merge had no approval'   # as the assessment said",
    'description: Pull request 2 was merged as it should not be.',
    'source: assessment',
    'type: operating',
    'severity: low',
    'status: open',
    'control: CTL-CHG-REVIEW',
    'opened: 2026-06-06',
    'owner: ana',
    ...more,
    '',
  ].join('\n')

const log = logOf(
  logCreated({ at: '2026-01-01T00:00:00Z' }),
  merged(1, { at: '2026-05-25T10:00:00Z' }),
  merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' }),
  merged(3, { at: '2026-07-10T10:00:00Z' }),
)
const model = programModel({
  controls: [
    control({
      id: 'CTL-CHG-REVIEW',
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
    }),
  ],
})
const pointOn = (asOf: string) => ({
  asOf,
  commit: 'c'.repeat(40),
  records: log.length,
  assessment: assessProgram(model, log, asOf, { protectedBranch: 'main' }),
})

/** What is drafted in the folder for what changed between two days. */
function draft(from: string, to: string) {
  const [before, after] = [pointOn(from), pointOn(to)]
  const comparison = compareAssessments(before.assessment, after.assessment)
  const ports = {
    files: nodeFiles(program.root),
    clock: { now: () => Date.parse(`${to}T12:00:00Z`) },
    history: async () => Promise.reject(new Error('nobody asks git')),
  }
  const request = { settingsPath: 'countersign.yaml', required: [], paths: [] }
  return { ports, change: draftDeficiencies(request, { before, after, comparison }, { log }, ports) }
}

async function write(from: string, to: string) {
  const { change, ports } = draft(from, to)
  const done = await change
  await writeChange(done, ports)
  return done
}

describe('a deficiency whose control is met again', () => {
  test('becomes ready for a retest, with day and evidence; no other byte of the file changes', async () => {
    program.write(path, record())
    const done = await write('2026-06-10', '2026-07-15')
    expect([done.retest, done.opened]).toEqual([['DEF-2026-001'], []])
    const text = program.read(path)
    expect(text).toContain('status: ready-for-retest\n')
    expect(text).toContain('fixed: 2026-07-10')
    expect(text).toMatch(/CTL-CHG-REVIEW is met again as of 2026-07-15\. For the retest: record 3 of 2026-07-10/)
    expect(text).not.toContain('closed')
    expect(text).toContain("title: 'One merge had no approval'   # as the assessment said\n")
    expect(done.brought.filter(({ severity }) => severity === 'error')).toEqual([])
    expect((await write('2026-06-10', '2026-07-15')).changes).toEqual([])
  })

  test('keeps what somebody wrote of the mending', async () => {
    program.write(path, record(['remediation:', '  description: The branch is protected now.']))
    await write('2026-06-10', '2026-07-15')
    const text = program.read(path)
    expect(text).toContain('description: The branch is protected now.\n  fixed: 2026-07-10\n')
    expect(text).toContain('status: ready-for-retest\n')
  })
})

describe('a control that stopped being met', () => {
  test('gets the next id beside one that is closed, once', async () => {
    program.write(path, record().replace('status: open', 'status: closed'))
    const done = await write('2026-05-31', '2026-06-10')
    expect(done.opened).toEqual(['DEF-2026-002'])
    expect(program.read('compliance/deficiencies/DEF-2026-002.yaml')).toContain('deviations: [pull-2]\n')
    expect((await write('2026-05-31', '2026-06-10')).changes).toEqual([])
  })

  test('gets no draft where a deficiency has mistakes: it may be about this control', async () => {
    program.write(path, record().replace('severity: low', 'severity: grave'))
    await expect(draft('2026-05-31', '2026-06-10').change).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(/has mistakes, so it is not known which deficiencies are open/),
    })
  })
})

test('a change that brings a file and edits another writes both, and replaces nothing that is there', async () => {
  program.write(path, record())
  const files = nodeFiles(program.root)
  const before = await readText(files, path)
  const added = { path: 'compliance/deficiencies/DEF-2026-002.yaml', before: undefined, text: 'new\n' }
  const edited = { path, before, text: 'edited\n' }
  await writeChange({ changes: [edited, added] }, { files })
  expect([program.read(path), program.read(added.path)]).toEqual(['edited\n', 'new\n'])
  await expect(writeChange({ changes: [{ ...added, text: 'other\n' }] }, { files })).rejects.toMatchObject({
    status: 2,
  })
  expect(program.read(added.path)).toBe('new\n')
})
