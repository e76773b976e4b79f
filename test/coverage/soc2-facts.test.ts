/**
 * Four things that the customer's own documents say wrongly of SOC 2, and that must be right wherever somebody meets them: in
 * rules, in what `init` writes, on rendered pages, in the README. The rows are those of `seed-features.yaml`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessProgram } from '../../src/assess/assess-program.ts'
import { bandOf, printScore } from '../../src/assess/score.ts'
import { checkpointText } from '../../src/evidence/checkpoint.ts'
import { documentClaimsIn } from '../../src/model/claim-wording.ts'
import type { ProgramModel } from '../../src/model/program-model.ts'
import type { CriterionDecision } from '../../src/model/records.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { renderDocuments } from '../../src/render/render-documents.ts'
import { attestation, logCreated, logOf, type Unplaced } from '../support/log-builder.ts'
import { control, person, program, programModel } from '../support/program-builder.ts'
import { ProgramFolder } from '../support/program-folder.ts'
import { filledProgram } from '../support/starter-program.ts'

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

let folder: ProgramFolder
beforeAll(async () => {
  folder = await ProgramFolder.make()
}, 60_000)
afterAll(() => folder.remove())

interface Found {
  readonly code: string
  readonly severity: string
  readonly message: string
}
/** What the check says to the starter program after a change. */
async function findingsOf(path: string, change: (text: string) => string): Promise<readonly Found[]> {
  const before = path === '' ? '' : folder.read(path)
  if (path !== '') folder.write(path, change(before))
  try {
    const { out } = await folder.run('check', '--format', 'json')
    return (JSON.parse(out) as { items: readonly Found[] }).items
  } finally {
    if (path !== '') folder.write(path, before)
  }
}
const codes = (found: readonly Found[]) => found.map(({ code }) => code)

const log = (...records: readonly Unplaced[]) => logOf(logCreated({ at: '2026-01-01T00:00:00Z' }), ...records)
const assessed = (model: ProgramModel, ...records: readonly Unplaced[]) =>
  assessProgram(model, log(...records), '2026-06-30', { protectedBranch: 'main' })
const rendered = (model: ProgramModel, ...records: readonly Unplaced[]) =>
  renderDocuments({
    model,
    history: new Map(),
    commits: new Map(),
    log: log(...records),
    assessment: assessed(model, ...records),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: records.length + 1, root: Buffer.alloc(32) }),
      sourceCommit: 'a'.repeat(40),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: undefined,
  })

describe('S5-01: only Security is in every report; Availability is not required for Type II', () => {
  const typeTwo = program({
    reportType: 'type2',
    period: { start: '2026-01-01', end: '2026-12-31' },
    categories: ['CC'],
  })

  test('a Type II program with Security alone is whole', async () => {
    const text = folder.read('compliance/program.yaml')
    expect(text).toMatch(/reportType: type2/)
    expect(text).toMatch(/categories:\s*\[CC\]/)
    expect(codes(await findingsOf('', (same) => same))).not.toContain('SCP-004')
    const { criteria: judged } = assessed(programModel({ program: typeTwo }))
    expect(judged.size).toBe(33)
    expect([...judged.keys()].filter((id) => !id.startsWith('CC'))).toEqual([])
  })

  test('a program without Security is an error, whatever else is in scope', async () => {
    const found = await findingsOf('compliance/program.yaml', (text) =>
      text.replace(/categories:\s*\[CC\]/, 'categories: [A, C]'),
    )
    expect(found).toContainEqual(expect.objectContaining({ code: 'SCP-004', severity: 'error' }))
    // And nothing is won by it: Security is judged all the same.
    expect(assessed(programModel({ program: program({ categories: ['A'] }) })).criteria.has('CC1.1')).toBe(true)
  })

  test('the help of `init` and the pages do not ask for more', async () => {
    const { out } = await folder.run('init', '--help')
    expect(out.replace(/\s+/g, ' ')).toContain('CC Security (always)')
    const everywhere = [out, readme, ...rendered(programModel({ program: typeTwo })).values()].join('\n')
    expect(everywhere).not.toMatch(/availability[^.\n]{0,40}\b(?:is|are) (?:required|mandatory)/i)
    expect(everywhere).not.toMatch(/type (?:2|II) (?:requires|needs|must include) availability/i)
  })
})

describe('S2-02: a criterion that people meet is evaluated by hand, and not left out', () => {
  const decision = (over: Partial<CriterionDecision> = {}): CriterionDecision => ({
    apiVersion: 'countersign/v1',
    kind: 'CriterionDecision',
    id: 'DEC-1',
    criterion: 'CC1.2',
    applicability: 'not-applicable',
    ...over,
  })
  const board = control({
    id: 'CTL-BOARD',
    title: 'The board meets',
    criteria: [{ id: 'CC1.2', coverage: 'full' }],
    manualEvidence: [{ id: 'EVR-BOARD', title: 'Minutes', frequency: 'quarterly', window: 'P120D' }],
  })
  const people = [person('ana', 1)]

  test('an organisational criterion counts, and a statement of a person meets it', () => {
    const manual = decision({ applicability: 'applicable', method: 'manual' })
    const model = programModel({ controls: [board], decisions: [manual], people })
    expect(assessed(model).criteria.get('CC1.2')).toMatchObject({ state: 'not-evaluated', applicability: 'applicable' })
    const stated = attestation('EVR-BOARD', ['2026-04-01', '2026-06-15'], { at: '2026-06-16T10:00:00Z' })
    expect(assessed(model, stated).criteria.get('CC1.2')).toMatchObject({ state: 'met' })
  })

  test('a decision without approver or after its day leaves nothing out', () => {
    const whole = decision({ justification: 'x', approvedBy: 'ana', reviewBy: '2026-12-31' })
    const stateWith = (one: CriterionDecision) =>
      assessed(programModel({ decisions: [one], people })).criteria.get('CC1.2')?.applicability
    expect(stateWith(whole)).toBe('not-applicable')
    expect(stateWith({ ...whole, reviewBy: '2026-06-29' })).toBe('applicable')
    expect(stateWith(decision({ justification: 'x', reviewBy: '2026-12-31' }))).toBe('applicable')
  })

  const record = (more: readonly string[]) =>
    [
      'apiVersion: countersign/v1',
      'kind: CriterionDecision',
      'id: DEC-TEST',
      'criterion: CC6.4',
      'applicability: not-applicable',
      ...more,
      '',
    ].join('\n')
  const withDecision = (more: readonly string[]) =>
    findingsOf('compliance/program.yaml', (text) => `${text.trimEnd()}\n---\n${record(more)}`)

  test('not applicable needs a reason, an approver and a day on which it is looked at again', async () => {
    const bare = (await withDecision([])).find(({ code }) => code === 'SCP-006')
    expect(bare).toMatchObject({ severity: 'error' })
    expect(bare?.message).toContain('without justification, approvedBy, reviewBy')
    for (const key of ['justification', 'approvedBy', 'reviewBy']) {
      const all = ['justification: We have no offices.', 'approvedBy: ana', 'reviewBy: 2099-01-01']
      const found = await withDecision(all.filter((line) => !line.startsWith(`${key}:`)))
      expect(found.find(({ code }) => code === 'SCP-006')?.message).toContain(`without ${key}`)
      expect(codes(await withDecision(all))).not.toContain('SCP-006')
    }
  }, 60_000)

  test('and may not contradict the registers', async () => {
    const found = await findingsOf('compliance/program.yaml', (text) => {
      const lines = ['justification: x', 'approvedBy: ana', 'reviewBy: 2099-01-01']
      return `${text.trimEnd()}\n---\n${record(lines).replace('CC6.4', 'CC6.3')}`
    })
    const contradicted = found.find(({ code }) => code === 'SCP-007')
    expect(contradicted).toMatchObject({ severity: 'error' })
    expect(contradicted?.message).toContain('people hold roles')
  })

  test('the page of a criterion that was left out says who decided that, until when, and that it is claimed', () => {
    const left = decision({ justification: 'There is no board.', approvedBy: 'ana', reviewBy: '2026-12-31' })
    const text = rendered(programModel({ decisions: [left], people })).get('criteria/CC1.2.md') ?? ''
    expect(text).toContain('Not applicable')
    expect(text).toContain('There is no board.')
    expect(text).toContain('2026-12-31')
    expect(text).toMatch(/claimed/i)
  })
})

describe('S3-17: the bands have no gap, and what nobody looked at does not pass', () => {
  test('every tenth of a percent is in one band; 94.5 is good, 95 may be audit ready', () => {
    const bands = Array.from({ length: 1001 }, (_, tenths) => bandOf(tenths, true))
    expect(bands.indexOf('needs work')).toBe(700)
    expect(bands.indexOf('good')).toBe(850)
    expect(bands.indexOf('audit ready')).toBe(950)
    expect([699, 849, 945, 949, 950].map((tenths) => bandOf(tenths, true))).toEqual([
      'at risk',
      'needs work',
      'good',
      'good',
      'audit ready',
    ])
    expect(bandOf(1000, false)).toBe('good')
  })

  const proven = control({
    id: 'CTL-DONE',
    manualEvidence: [{ id: 'EVR-DONE', title: 'Done', frequency: 'quarterly', window: 'P120D' }],
  })
  const stated = attestation('EVR-DONE', ['2026-04-01', '2026-06-15'], { at: '2026-06-16T10:00:00Z' })

  test('controls that were never evaluated, planned ones too, stay in the denominator', () => {
    const silent = control({
      id: 'CTL-SILENT',
      manualEvidence: [{ id: 'EVR-S', title: 'Said', frequency: 'quarterly', window: 'P120D' }],
    })
    const planned = control({ id: 'CTL-PLANNED', status: 'planned' })
    const score = (...controls: readonly (typeof proven)[]) =>
      printScore(assessed(programModel({ controls, people: [person('ana', 1)] }), stated).score)
    expect(score(proven)).toBe('100.0')
    expect(score(proven, silent)).toBe('50.0')
    expect(score(proven, silent, planned)).toBe('33.3')
  })

  test('the starter program, in which nothing was shown yet, is at 0 and not at 100', () => {
    const { score } = assessed(readProgram(filledProgram()).model)
    expect([printScore(score), score.band, score.controls.met]).toEqual(['0.0', 'at risk', 0])
    expect(score.controls.notEvaluated).toBe(score.controls.applicable)
    expect(score.controls.applicable).toBeGreaterThan(30)
  })

  test('nothing to count is not computable: in words on the index, and never 100', () => {
    const empty = programModel({})
    expect(printScore(assessed(empty).score)).toBe('not computable')
    expect(assessed(empty).score.band).toBeUndefined()
    const index = rendered(empty).get('README.md') ?? ''
    expect(index).toContain('not computable')
    expect(index).not.toMatch(/\b100(?:\.0)?\*{0,2} of 100/)
  })
})

describe('S4-08: a SOC 2 report is an attestation, and certifies nothing', () => {
  test('a policy that says otherwise is found', async () => {
    const found = await findingsOf('compliance/policies/POL-CHANGE.md', (text) => `${text}\nWe are SOC 2 certified.\n`)
    expect(codes(found)).toContain('SCP-011')
    expect(codes(await findingsOf('', (same) => same))).not.toContain('SCP-011')
  })

  test('every page says whose evaluation it is', () => {
    const pages = [...rendered(programModel({ controls: [control()] }))].filter(([path]) => path.endsWith('.md'))
    expect(pages.length).toBeGreaterThan(30)
    expect(pages.filter(([, text]) => !text.includes("Management's evaluation, not an auditor's opinion."))).toEqual([])
  })

  test('the README says it, and neither it nor what `init` writes or our guides claim a certificate', () => {
    expect(readme).toContain('SOC 2 ends in a report by an independent auditor. No tool certifies anybody.')
    const written = ['policies', 'docs', 'templates'].flatMap((part) =>
      readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:md|yaml|hbs)$/.test(name))
        .map((name) => [`${part}/${name}`, readFileSync(join(root, part, name), 'utf8')] as const),
    )
    const claims = [['README.md', readme] as const, ...written].flatMap(([name, text]) =>
      documentClaimsIn(text).map(({ words }) => `${name}: ${words}`),
    )
    expect(claims).toEqual([])
  })
})
