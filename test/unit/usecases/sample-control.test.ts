import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { sampleText } from '../../../src/assess/samples/make-sample.ts'
import { people } from '../../../src/dev/demo-people.ts'
import type { Step } from '../../../src/dev/demo-steps.ts'
import { story } from '../../../src/dev/demo-story.ts'
import { rootByInclusion } from '../../../src/evidence/inclusion-proof.ts'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { parseTlogProof } from '../../../src/evidence/tlog-proof.ts'
import { packetPage } from '../../../src/render/packet-page.ts'
import { printTable } from '../../../src/report/print-table.ts'
import { sampleTable } from '../../../src/report/sample-tables.ts'
import type { AssessPorts } from '../../../src/usecases/assess.ts'
import { checkSample, drawAgain } from '../../../src/usecases/check-sample.ts'
import { gatherEvidence } from '../../../src/usecases/gather-evidence.ts'
import { gatherPackets } from '../../../src/usecases/gather-packets.ts'
import { recordSample } from '../../../src/usecases/record-sample.ts'
import { sampleControl } from '../../../src/usecases/sample-control.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const steps: readonly Step[] = [
  ...story.filter((step) => step.kind === 'pull' && step.day < '2025-10-20'),
  {
    kind: 'direct-push',
    title: 'Raise the timeout',
    by: people.dee,
    at: '2025-10-25T21:40:00Z',
    edits: [{ path: 'timeout.txt', text: '30\n' }],
  },
  { kind: 'audit', at: '2025-10-31T03:17:00Z' },
]
let demo: DemoWithLog
let ports: AssessPorts
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(steps)
  ports = {
    history: demo.history,
    clock: { now: () => Date.parse('2025-11-02T00:00:00Z') },
    openLog: () => demo.log,
  }
})

const wish = { control: 'CTL-CHG-REVIEW', from: '2025-09-01', to: '2025-12-31', size: 2, nonce: 'blue whale' } as const
const draw = async (over: object = {}) => sampleControl({ ...wish, ...over }, await gatherEvidence({}, ports))

describe('a sample of a real repository', () => {
  test('is of every first-parent commit, and the same again', async () => {
    const { sample, population } = await draw()
    const commits = await demo.history.firstParent('refs/heads/main')
    expect(population.items.map(({ key }) => key).sort()).toEqual(commits.map(({ sha }) => sha).sort())
    expect(sample.items).toHaveLength(2)
    expect(sampleText((await draw()).sample)).toBe(sampleText(sample))
  })

  test('is drawn again from its file, and any other file is found', async () => {
    const text = sampleText((await draw()).sample)
    expect((await checkSample(text, {}, ports)).differences).toEqual([])
    const given = JSON.parse(text)
    const [first, second] = given.items
    const swapped = `${JSON.stringify({ ...given, items: [second, first] }, null, 2)}\n`
    expect((await checkSample(swapped, {}, ports)).differences).toEqual([
      'Other items were drawn, or they are described otherwise.',
    ])
    const shorter = { ...given.population, keys: given.population.keys.slice(1), count: given.population.count - 1 }
    const fewer = `${JSON.stringify({ ...given, population: shorter }, null, 2)}\n`
    expect((await checkSample(fewer, {}, ports)).differences.join()).toContain('The population is another')
    await expect(checkSample('{"schema":"countersign/sample/v1"}', {}, ports)).rejects.toThrow('The file is no sample')
  })

  test('is extended, and keeps what was drawn', async () => {
    const { sample } = await draw()
    const more = (await drawAgain(sample, {}, ports, 4)).sample
    expect(more.items.slice(0, 2)).toEqual(sample.items)
    expect(more.items).toHaveLength(4)
  })

  test('says that its seed is of management where no auditor gave a text', async () => {
    expect((await draw({ nonce: undefined })).sample.notes.join()).toContain('Seed chosen by management')
    expect((await draw()).sample.notes.join()).not.toContain('management')
  })

  test('has a packet for each item, and proofs that stand alone', async () => {
    const { sample, gathered } = await draw({ size: 25 })
    const { packets, proofs } = await gatherPackets(sample, gathered, demo.history)
    expect(packets).toHaveLength(sample.items.length)
    expect(proofs.size).toBeGreaterThan(1)
    for (const { index, line, proof } of proofs.values()) {
      const parsed = parseTlogProof(proof)
      const root = rootByInclusion(index, gathered.size, hashLeaf(line), parsed?.hashes ?? [])
      expect([parsed?.index, parsed?.note, root?.toString('hex')]).toEqual([index, gathered.checkpoint, gathered.root])
    }
    const merged = packets.find(({ title }) => title.startsWith('Adopt the change management policy'))
    const page = merged === undefined ? '' : packetPage(merged, { proofs: '../proofs/', back: [] })
    expect(page).toContain('was approved by Ben Okoro (ben-example')
    expect(page).toContain('the one that was merged')
    const pushed = packets.find(({ title }) => title === 'Raise the timeout')
    expect(pushed?.inShort[0]).toBe(
      'Nobody approved this commit: it came to main without a pull request that the log knows.',
    )
    const first = packets.find(({ title }) => title.startsWith('Start the program'))
    expect(first?.inShort.join(' ')).toContain('who approved it is not determined')
  })

  test('is recorded once, and drawn again from the log as it was', async () => {
    const { sample } = await draw({ size: 3 })
    const producer = { tool: 'countersign/0.1.0', run: 'test' }
    const places = { protectedBranch: 'main', documentsBranch: 'docs', programFolder: 'compliance', checkpoints: [] }
    const spool = fileSpool(`${demo.folder}/.git/spool`)
    const record = (at: string) =>
      recordSample(
        { sample, actor: { id: null, login: null }, places, signer: undefined, producer },
        { log: demo.log, history: demo.history, spool, clock: { now: () => Date.parse(at) } },
      )
    expect((await record('2025-11-02T00:00:00Z')).outcome.kind).toBe('appended')
    expect((await record('2025-11-05T00:00:00Z')).outcome.kind).toBe('nothing-new')
    expect((await checkSample(sampleText(sample), {}, ports)).differences).toEqual([])
    // The log has grown, so that the seed is another.
    expect((await draw({ size: 3 })).sample.seed.sha256).not.toBe(sample.seed.sha256)
  })

  test('prints no cell that a spreadsheet would compute', async () => {
    const { sample } = await draw()
    const [item] = sample.items
    const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'].map((value) => ({ name: 'Evil', value }))
    const facts = evil.map((fact, index) => ({ ...fact, name: `Evil ${index}` }))
    const csv = printTable(sampleTable({ ...sample, items: item === undefined ? [] : [{ ...item, facts }] }), 'csv')
    for (const cell of csv.split(/[\r\n,]+/).map((text) => text.replace(/^"/, '')))
      expect(/^[=+@\t\r]|^-(?!-)/.test(cell), cell).toBe(false)
  })

  test('of the committed program: what is in the work tree makes no difference', async () => {
    const file = join(demo.folder, 'compliance/controls/CTL-CHG-REVIEW.yaml')
    const text = readFileSync(file, 'utf8')
    const before = sampleText((await draw()).sample)
    writeFileSync(file, 'not committed\n')
    try {
      expect(sampleText((await draw()).sample)).toBe(before)
    } finally {
      writeFileSync(file, text)
    }
  })

  test.each([
    [{ control: 'CTL-NONE' }, 'The program has no control CTL-NONE'],
    [{ population: 'vendors' }, 'has no population vendors'],
    [{ nonce: 'two\nlines' }, 'The nonce is not one line'],
    [{ from: '2026-01-01', to: '2025-01-01' }, 'The period ends before it begins'],
  ])('%j is refused', async (over, message) => {
    await expect(draw(over)).rejects.toThrow(message)
  })
})
