import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { story } from '../../../src/dev/demo-story.ts'
import { formatDigestList } from '../../../src/evidence/digest-list.ts'
import { toPeriod } from '../../../src/model/period.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import { type CloseRequest, closePeriod, type PeriodBundle } from '../../../src/usecases/period/close-period.ts'
import { describeBundle } from '../../../src/usecases/period/describe-bundle.ts'
import { type BundleFiles, verifyBundle } from '../../../src/usecases/period/verify-bundle.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const period = toPeriod('2025-09-01..2026-08-31') ?? { name: '', start: '', end: '' }
let demo: DemoWithLog
let bundle: PeriodBundle
let files: BundleFiles

const close = (over: Partial<CloseRequest> = {}, today = '2026-09-20T08:00:00Z') =>
  closePeriod(
    { period, nonce: 'seven white horses', interim: false, ...over },
    { history: demo.history, openLog: () => demo.log, clock: { now: () => Date.parse(today) } },
  )
const bytesOf = ({ files: some }: PeriodBundle): BundleFiles =>
  new Map([...some].map(([path, text]) => [path, Buffer.from(text)]))
const verify = (some: BundleFiles) => verifyBundle(some, { from: 'bundle' })
/** What somebody does who may change files and the list of their digests. */
const listed = (some: ReadonlyMap<string, Uint8Array>): BundleFiles => {
  const others = new Map([...some].filter(([path]) => path !== 'SHA256SUMS'))
  return new Map([...others, ['SHA256SUMS', Buffer.from(formatDigestList(others))]])
}
const edited = (path: string, edit: (text: string) => string) => {
  const before = Buffer.from(files.get(path) ?? '').toString()
  const after = edit(before)
  expect(after).not.toBe(before)
  return listed(new Map([...files, [path, Buffer.from(after)]]))
}

beforeAll(async () => {
  demo = await demoWithLog(join(sandbox.folder, 'demo'))
  await demo.play(story.filter((step) => ['pull', 'push', 'audit'].includes(step.kind)).slice(0, 9))
  bundle = await close()
  files = bytesOf(bundle)
}, 300_000)

describe('the bundle of a period', () => {
  test('is the same bytes when it is made again', async () => {
    const again = await close({ asOf: bundle.manifest.asOf, checkpoint: String(bundle.files.get('checkpoint')) })
    expect([...again.files.keys()]).toEqual([...bundle.files.keys()])
    for (const [path, text] of again.files) expect(text, path).toBe(bundle.files.get(path))
  }, 120_000)

  test('holds what an auditor takes away, and every path is one that every machine can hold', () => {
    const paths = [...bundle.files.keys()]
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['index.html', 'report.html', 'report.md', 'README.txt', 'verify.py', 'checkpoint', 'bundle.json'],
        ...[
          'documents/PIN',
          'documents/README.md',
          'documents/index.html',
          'data/deviations.csv',
          'data/assessment.json',
        ],
        'samples/CTL-CHG-REVIEW/sample.json',
      ]),
    )
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length)
    for (const path of paths) expect(path).toMatch(/^[A-Za-z0-9._/-]{1,150}$/)
  })

  test('leads from the report to the proof of a record in three clicks', () => {
    const linksOf = (path: string) =>
      [...(bundle.files.get(path) ?? '').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) =>
        join(path, '..', decodeURIComponent(to)),
      )
    const sample = linksOf('report.md').find((path) => path === 'samples/CTL-CHG-REVIEW/README.md') ?? ''
    const packets = linksOf(sample).filter((path) => path.includes('/packets/'))
    expect(packets.length).toBeGreaterThan(3)
    const proofs = packets.flatMap((packet) => linksOf(packet).filter((path) => path.endsWith('.tlog-proof')))
    expect(proofs.length).toBeGreaterThan(3)
    for (const proof of proofs) expect(bundle.files.has(proof), proof).toBe(true)
    // The first commit was there before the log, so that nothing shows who approved it.
    const unshown = packets.filter((packet) => !/\.tlog-proof/.test(bundle.files.get(packet) ?? ''))
    for (const packet of unshown) expect(bundle.files.get(packet)).toMatch(/No record of the log speaks of this item/)
  })

  test('every link of it leads to something in it', () => {
    for (const [path, text] of bundle.files) {
      if (!path.endsWith('.md')) continue
      for (const [, to = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(to)) continue
        expect(bundle.files.has(join(path, '..', decodeURIComponent(to))), `${path}: ${to}`).toBe(true)
      }
    }
  })

  test('an unsigned log is not vouched for, and the page says so', () => {
    const result = verify(files)
    expect(result).toMatchObject({ outcome: 'not-determined', signedBy: undefined })
    expect(result.checks.filter(({ state }) => state === 'failed')).toEqual([])
    expect(describeBundle(result)).toMatch(/NOT DETERMINED/)
    expect(describeBundle(result).split('\n').length).toBeLessThan(50)
  })

  test('without a nonce it says that management chose the seed, and is not determined for it', async () => {
    const plain = await close({ nonce: undefined })
    expect(plain.files.get('report.md')).toMatch(/The seed was chosen by management/)
    expect(verify(bytesOf(plain)).checks).toContainEqual(
      expect.objectContaining({ what: 'Seed', state: 'not-determined' }),
    )
  }, 120_000)
})

describe('what is refused', () => {
  const refused = (over: Partial<CloseRequest>, today?: string) =>
    close(over, today).then(
      () => undefined,
      (error: unknown) => error,
    )
  test.each([
    [
      'another period than that of the program',
      { period: toPeriod('2026-H1') as never },
      undefined,
      2,
      /is 2025-09-01\.\.2026-08-31/,
    ],
    ['a nonce of two lines', { nonce: 'a\nb' }, undefined, 2, /nonce/],
    ['a period that has not ended', {}, '2026-08-31T23:00:00Z', 3, /ends on 2026-08-31/],
    ['a commit that is none', { revision: 'no-such' }, undefined, 3, /no commit/],
  ])('%s', async (_what, over, today, status, words) => {
    const error = await refused(over, today)
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ status, message: expect.stringMatching(words) })
  })

  test('a commit that never was on the protected branch', async () => {
    const at = { cwd: demo.folder, encoding: 'utf8' } as const
    const tree = execFileSync('git', ['rev-parse', 'main^{tree}'], at).trim()
    const env = { ...process.env, GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@example.com' }
    const commit = execFileSync('git', ['commit-tree', '-p', 'main', '-m', 'aside', tree], {
      ...at,
      env: { ...env, GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@example.com' },
    }).trim()
    expect(await refused({ revision: commit })).toMatchObject({ status: 3 })
  })

  test('but a look in between, which says what it is', async () => {
    const interim = await close({ interim: true }, '2026-03-01T08:00:00Z')
    expect(interim.manifest).toMatchObject({ interim: true })
    expect(interim.manifest.asOf < period.end).toBe(true)
    expect(interim.files.get('report.md')).toMatch(/interim report/)
  }, 120_000)
})

describe('a bundle that somebody changed', () => {
  test('one byte of any file', () => {
    const paths = [...files.keys()]
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(), (path, seed) => {
        const bytes = Buffer.from(files.get(path) ?? '')
        if (bytes.length === 0) return
        const at = seed % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ 1
        expect(verify(new Map([...files, [path, bytes]])).outcome, `${path} at ${at}`).toBe('integrity-failure')
      }),
      { numRuns: 25 },
    )
  }, 300_000)

  test.each(['report.md', 'bundle.json', 'SHA256SUMS', 'checkpoint', 'documents/PIN', 'records/0.json'])(
    'without %s',
    (path) => {
      const without = new Map([...files].filter(([one]) => one !== path))
      expect(verify(without).outcome).toBe('integrity-failure')
      if (['bundle.json', 'checkpoint', 'documents/PIN', 'records/0.json'].includes(path))
        expect(verify(listed(without)).outcome).toBe('integrity-failure')
    },
  )

  test('one file more', () => {
    expect(verify(new Map([...files, ['more.txt', Buffer.from('x')]])).outcome).toBe('integrity-failure')
    expect(verify(listed(new Map([...files, ['documents/more.md', Buffer.from('x')]]))).outcome).toBe(
      'integrity-failure',
    )
  })

  const review = 'samples/CTL-CHG-REVIEW/sample.json'
  test.each([
    ['a record', 'records/0.json', (text: string) => text.replace('"mode"', '"made"')],
    ['the proof of a record', 'records/0.tlog-proof', (text: string) => text.replace('index 0', 'index 1')],
    ['a page of the documents', 'documents/README.md', (text: string) => text.replace('Met', 'met')],
    ['the commit', 'bundle.json', (text: string) => text.replace(/("commit": ")[0-9a-f]{4}/, '$1ffff')],
    ['the nonce', 'bundle.json', (text: string) => text.replace('seven white', 'eight white')],
    ['a key of bundle.json twice', 'bundle.json', (text: string) => text.replace('{', '{"nonce": "x",')],
    ['an item of the population', review, (text: string) => text.replace(/("key": ")[0-9a-f]{8}/, '$100000000')],
    ['the size of the population', 'bundle.json', (text: string) => text.replace(/("population": )\d+/, '$1999')],
    ['an item of the sample', review, (text: string) => text.replace(/("rank": )1,/, '$12,')],
    ['the number that was planned', review, (text: string) => text.replace(/("plan": \{\s*"size": )\d+/, '$11')],
  ])('%s, with digests made again', (_what, path, edit) => {
    const result = verify(edited(path, edit))
    expect(result.outcome).toBe('integrity-failure')
  })

  test('a record that a sample rests on and that is not listed', () => {
    const items = [...(bundle.files.get(review) ?? '').matchAll(/"records": \[\s+(\d+)/g)]
    const [, index = ''] = items[0] ?? []
    expect(index).not.toBe('')
    const without = edited('bundle.json', (text) => {
      const manifest = JSON.parse(text)
      const records = manifest.records.filter((one: number) => one !== Number(index))
      return `${JSON.stringify({ ...manifest, records }, null, 2)}\n`
    })
    expect(verify(without).checks).toContainEqual(
      expect.objectContaining({
        what: 'Samples',
        state: 'failed',
        says: expect.stringMatching(/record \d+ is not in the bundle/),
      }),
    )
  })

  test('a packet that is gone', () => {
    const packet = [...files.keys()].find((path) => /packets\/.*\.md$/.test(path)) ?? ''
    const without = new Map([...files].filter(([one]) => one !== packet))
    expect(verify(listed(without)).outcome).toBe('integrity-failure')
  })
})
