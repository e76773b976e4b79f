import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { story } from '../../../src/dev/demo-story.ts'
import type { AssessPorts } from '../../../src/usecases/assess.ts'
import { diffPrograms, type VersionName } from '../../../src/usecases/diff-programs.ts'
import { render } from '../../../src/usecases/render.ts'
import { showPolicy } from '../../../src/usecases/show-policy.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

let demo: DemoWithLog
let ports: AssessPorts
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(story.filter((step) => 'title' in step && step.title === 'Adopt the change management policy'))
  ports = {
    history: gitHistory(sandbox.git, { where: { cwd: demo.folder } }),
    clock: { now: () => Date.parse('2025-11-02T00:00:00Z') },
    openLog: () => demo.log,
  }
})

const unsigned = 'The evidence log is local and not signed: nobody vouches for it.'
const named = (name: string): VersionName => ({ kind: 'name', name })

describe('the text of a policy', () => {
  test('is that of the day, with the people whose review counted', async () => {
    const head = sandbox.run(demo.folder, 'rev-parse', 'HEAD')
    const shown = await showPolicy('POL-CHANGE', { asOf: '2025-10-01' }, ports)
    expect(shown).toMatchObject({
      ...{ state: 'in-force', version: '1.0.0', since: '2025-09-15', commit: head, coming: null },
      approval: { state: 'approved', approvers: ['Ben Okoro', 'Eli Novak'] },
      text: sandbox.run(demo.folder, 'show', 'HEAD:compliance/policies/POL-CHANGE.md').concat('\n'),
      notes: [unsigned],
    })
    expect(shown.textDigest).toMatch(/^[0-9a-f]{64}$/)
  })

  test('is none before the first version applied, and says which came then', async () => {
    expect(await showPolicy('POL-CHANGE', { asOf: '2025-09-12' }, ports)).toMatchObject({
      ...{ state: 'none', text: null, why: 'no version of it applied yet: 1.0.0 was to apply from 2025-09-15' },
    })
    expect(await showPolicy('POL-CHANGE', { asOf: '2025-08-31' }, ports)).toMatchObject({
      ...{ state: 'none', why: 'it was not on the branch yet' },
    })
  })

  test('of a policy that there is not is refused with the one that was meant', async () => {
    await expect(showPolicy('POL-CHANG', {}, ports)).rejects.toMatchObject({
      status: 2,
      remedy: 'Did you mean POL-CHANGE?',
    })
  })
})

describe('what changed', () => {
  test.each([
    ['two commits', 'HEAD~1', 'HEAD'],
    ['two days', '2025-09-09', '2025-09-10'],
    ['two sizes of the log', 'checkpoint:1', 'checkpoint:99'],
  ])('between %s', async (_name, from, to) => {
    const { changes, isWhole, notes } = await diffPrograms({ from: named(from), to: named(to), records: [] }, ports)
    expect({ isWhole, notes }).toEqual({ isWhole: true, notes: [unsigned] })
    const [change] = changes.filter(({ id }) => id === 'POL-CHANGE')
    expect(change).toMatchObject({ what: 'changed', kind: 'policy' })
    expect(change?.fields).toContainEqual({ field: 'status', before: 'draft', after: 'effective' })
    expect(change?.by).toMatchObject([
      {
        ...{ day: '2025-09-10', title: 'Adopt the change management policy' },
        approval: { state: 'approved', approvers: ['Ben Okoro', 'Eli Novak'] },
      },
    ])
  })

  test('between the commit of a PIN and a commit, for one record', async () => {
    const { files } = await render({ asOf: '2025-11-01' }, ports)
    const pin: VersionName = { kind: 'file', name: 'PIN', text: files.get('PIN') ?? '' }
    expect((await diffPrograms({ from: pin, to: named('HEAD'), records: [] }, ports)).changes).toEqual([])
    const back = await diffPrograms({ from: pin, to: named('HEAD~1'), records: ['POL-CHANGE', 'POL-NONE'] }, ports)
    expect(back.changes.map(({ id }) => id)).toEqual(['POL-CHANGE'])
    expect(back.notes).toEqual([
      unsigned,
      'The first is the later one: what was added between them is told as removed.',
      'Neither of the two has a record POL-NONE.',
    ])
  })

  test('between the checkpoint of a log in a file and a commit', async () => {
    const { checkpoint = '' } = await render({ asOf: '2025-11-01' }, ports)
    const file: VersionName = { kind: 'file', name: 'old/checkpoint', text: checkpoint }
    const { from, changes } = await diffPrograms({ from: file, to: named('HEAD'), records: [] }, ports)
    expect({ from, changes }).toEqual({
      from: { name: 'old/checkpoint', commit: sandbox.run(demo.folder, 'rev-parse', 'HEAD') },
      changes: [],
    })
    const other: VersionName = { kind: 'file', name: 'notes', text: 'hello\n' }
    await expect(diffPrograms({ from: other, to: named('HEAD'), records: [] }, ports)).rejects.toMatchObject({
      status: 2,
    })
  })

  test('says who approved only for commits of the branch', async () => {
    sandbox.run(demo.folder, 'checkout', '-q', '-b', 'side')
    sandbox.write(demo.folder, 'compliance/policies/POL-CHANGE.md', 'You must not.\n')
    const side = sandbox.commit(demo.folder, 'side')
    sandbox.run(demo.folder, 'checkout', '-q', 'main')
    const { changes, notes } = await diffPrograms({ from: named('HEAD'), to: named(side), records: [] }, ports)
    expect(changes).toMatchObject([{ id: 'POL-CHANGE', by: [], text: { obligations: { added: ['You must not.'] } } }])
    expect(notes).toEqual([
      unsigned,
      'One of the two was never on the branch: by which pull requests they differ is not determined.',
    ])
  })

  test('tells what cannot be read, and is then not whole', async () => {
    sandbox.run(demo.folder, 'checkout', '-q', '-b', 'broken')
    sandbox.write(demo.folder, 'compliance/policies/POL-CHANGE.yaml', 'id: POL-CHANGE\n  broken: [\n')
    const broken = sandbox.commit(demo.folder, 'break')
    sandbox.run(demo.folder, 'checkout', '-q', 'main')
    const diff = await diffPrograms({ from: named('HEAD'), to: named(broken), records: [] }, ports)
    expect(diff.changes).toMatchObject([{ id: 'POL-CHANGE', what: 'not-readable' }])
    expect(diff.isWhole).toBe(false)
  })

  test.each([
    ['nothing-like-this', 2],
    ['2024-01-01', 3],
    ['checkpoint:0', 3],
  ])('from %s ends with %i', async (name, status) => {
    await expect(diffPrograms({ from: named(name), to: named('HEAD'), records: [] }, ports)).rejects.toMatchObject({
      status,
    })
  })
})
