import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitDocuments } from '../../../src/adapters/git-documents.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { nodeDocumentsFolder } from '../../../src/adapters/node-documents-folder.ts'
import type { Step } from '../../../src/dev/demo-steps.ts'
import { story } from '../../../src/dev/demo-story.ts'
import type { DocumentsBranch } from '../../../src/ports/documents.ts'
import { assess } from '../../../src/usecases/assess.ts'
import { type PublishPorts, publish } from '../../../src/usecases/publish.ts'
import { checkDocuments, type RenderedDocuments, render } from '../../../src/usecases/render.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { structureFaults } from '../../support/markdown-structure.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const adopted = story.filter((step) => 'title' in step && step.title === 'Adopt the change management policy')
const audited: readonly Step[] = [{ kind: 'audit', at: '2025-10-31T03:17:00Z' }]
const asOf = '2025-11-01'

const portsOf = (folder: string, demo: DemoWithLog, branch?: DocumentsBranch): PublishPorts => ({
  history: gitHistory(sandbox.git, { where: { cwd: folder } }),
  clock: { now: () => Date.parse('2025-11-02T00:00:00Z') },
  openLog: () => demo.log,
  openBranch: ({ documentsBranch }) =>
    branch ?? gitDocuments({ git: sandbox.git, remote: folder, branch: documentsBranch, scratch: sandbox.folder }),
})

const logIn = (folder: string) =>
  gitEvidenceLog({
    git: sandbox.git,
    remote: folder,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })

let demo: DemoWithLog
let ports: PublishPorts
/** The same repository before the audit was recorded, and its documents then. */
let young: DemoWithLog
let pinned: RenderedDocuments
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  await demo.play(adopted)
  ports = portsOf(demo.folder, demo)
  pinned = await render({ asOf }, ports)
  cpSync(demo.folder, sandbox.path('young'), { recursive: true })
  young = { ...demo, folder: sandbox.path('young'), log: logIn(sandbox.path('young')) }
  await demo.play(audited)
})

describe('rendering a real repository', () => {
  test('gives whole pages, with approvers from the log, the same every time', async () => {
    const once = await render({ asOf }, ports)
    const again = await render({ asOf }, ports)
    expect([...again.files]).toEqual([...once.files])
    const paths = new Set(once.files.keys())
    const pages = [...once.files].filter(([path]) => path.endsWith('.md'))
    expect(pages.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(once.faults).toEqual([])
    const policy = once.files.get('policies/POL-CHANGE.md') ?? ''
    expect(policy).toContain('| Adopt the change management policy | Hana Sato | Ben Okoro, Eli Novak |')
    expect(policy).toContain('| Start the program | not determined | not determined |')
    expect(policy).not.toContain('Forge')
  })

  test('reads the commit, and not the work tree', async () => {
    const file = join(demo.folder, 'compliance/policies/POL-CHANGE.md')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, 'not committed\n')
    try {
      expect((await render({ asOf }, ports)).files.get('policies/POL-CHANGE.md')).not.toContain('not committed')
    } finally {
      writeFileSync(file, text)
    }
  })

  test('fills templates of the program in place of its own, from the commit and never from the work tree', async () => {
    const folder = sandbox.path('templates')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, folder)
    const put = (name: string, text: string) => sandbox.write(folder, `compliance/templates/${name}.hbs`, text)
    const pageOf = async () => (await render({ asOf }, portsOf(folder, demo))).files.get('policies/POL-CHANGE.md')
    put('policy', '# Ours: {{id}}\n')
    expect(await pageOf()).not.toContain('# Ours')
    sandbox.commit(folder, 'our template')
    put('policy', '# Theirs: {{id}}\n')
    expect(await pageOf()).toMatch(/^# Ours: POL-CHANGE\n\n\| Document \|/)
    put('policy', '# Ours: {{id}}\n\n{{sumary}}\n')
    sandbox.commit(folder, 'a slip')
    await expect(pageOf()).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(
        /^compliance\/templates\/policy\.hbs:3:3: there is no value `sumary` here.*`summary`/,
      ),
    })
  })

  test('tells what a template of the program filtered away', async () => {
    const folder = sandbox.path('filtered')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, folder)
    sandbox.write(folder, 'compliance/templates/criterion.hbs', '# {{id}}\n\n[gone](gone.md)\n')
    sandbox.write(folder, 'compliance/templates/alignment.hbs', '# Alignment\n')
    sandbox.commit(folder, 'hide')
    const { faults } = await render({ asOf }, portsOf(folder, demo))
    const told = faults.map(({ rule, path, line, what }) => `${rule} ${path}:${line} ${what}`)
    expect(told.filter((one) => one.includes('the link gone.md leads to no file')).length).toBeGreaterThan(30)
    expect(told).toContain('RPT-002 alignment/PI.md:0 no way leads to it from the index')
  })

  test('takes today in the time zone of the program where no day is given', async () => {
    expect((await assess({}, ports)).assessment.basis.asOf).toBe('2025-11-02')
  })

  test('refuses a shallow clone', async () => {
    const shallow = sandbox.path('shallow')
    sandbox.run(sandbox.folder, 'clone', '-q', '--depth', '1', `file://${demo.folder}`, shallow)
    await expect(render({ asOf }, portsOf(shallow, demo))).rejects.toMatchObject({ name: 'Refusal', status: 3 })
  })

  test('refuses a program of which a part cannot be read', async () => {
    const broken = sandbox.path('broken')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, broken)
    sandbox.write(broken, 'compliance/broken.yaml', 'kind: [\n')
    sandbox.commit(broken, 'break')
    await expect(assess({ asOf }, portsOf(broken, demo))).rejects.toMatchObject({
      status: 3,
      message: expect.stringContaining('compliance/broken.yaml'),
    })
  })

  test('refuses two records of one id, of which the first would hide the other', async () => {
    const twins = sandbox.path('twins')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, twins)
    const text = readFileSync(join(twins, 'compliance/controls/CTL-CHG-REVIEW.yaml'), 'utf8')
    sandbox.write(twins, 'compliance/000.yaml', text.replace(/^evidence:\n(?: .*\n)+/m, ''))
    sandbox.commit(twins, 'twin')
    await expect(assess({ asOf }, portsOf(twins, demo))).rejects.toMatchObject({
      status: 3,
      message: expect.stringMatching(/^CTL-CHG-REVIEW is the id of two records .* compliance\/000\.yaml and /),
    })
  })

  test('a log that was changed is not assessed', async () => {
    const copy = sandbox.path('tampered')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, copy)
    sandbox.run(copy, 'checkout', '-q', 'compliance-evidence')
    const path = join(copy, 'entries/000.jsonl')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"verdict":"approved"', '"verdict":"refused"'))
    sandbox.commit(copy, 'change')
    sandbox.run(copy, 'checkout', '-q', 'main')
    await expect(assess({ asOf }, { ...portsOf(copy, demo), openLog: () => logIn(copy) })).rejects.toMatchObject({
      status: 4,
    })
  })

  test('without a log nothing is met', async () => {
    const fresh = sandbox.path('fresh')
    sandbox.run(sandbox.folder, 'clone', '-q', '--single-branch', demo.folder, fresh)
    const { assessment, notes, files } = await render(
      { asOf },
      { ...portsOf(fresh, demo), openLog: () => logIn(fresh) },
    )
    expect(notes).toEqual(['There is no evidence log: nothing can be met.'])
    expect(assessment.score.controls.met + assessment.score.criteria.met).toBe(0)
    expect(files.has('PIN')).toBe(false)
  })
})

describe('documents in a folder', () => {
  test('are replaced as a whole, and checked against their PIN after the log has grown', async () => {
    const folder = nodeDocumentsFolder(sandbox.path('out'), 'x')
    const { files } = await render({ asOf }, ports)
    await folder.replace(files)
    await folder.replace(files)
    expect(new Map([...((await folder.read()) ?? [])].sort())).toEqual(new Map([...files].sort()))
    expect(readdirSync(sandbox.folder).filter((name) => name.startsWith('.out'))).toEqual([])

    // What has not changed is not written again; what has, and what is no plain file, is.
    const inode = (name: string) => statSync(sandbox.path(`out/${name}`)).ino
    const [kept, changed] = [inode('README.md'), inode('PIN')]
    rmSync(sandbox.path('out/criteria/CC8.1.md'))
    symlinkSync(sandbox.path('out/README.md'), sandbox.path('out/criteria/CC8.1.md'))
    await folder.replace(new Map([...files, ['PIN', 'another']]))
    expect(inode('README.md')).toBe(kept)
    expect(inode('PIN')).not.toBe(changed)
    expect(readFileSync(sandbox.path('out/PIN'), 'utf8')).toBe('another')
    expect(lstatSync(sandbox.path('out/criteria/CC8.1.md')).isFile()).toBe(true)

    expect((await checkDocuments(pinned.files, ports, 'main')).differences).toEqual([])
    expect(files.get('PIN')).not.toBe(pinned.files.get('PIN'))
    const edited = new Map(pinned.files)
    edited.set('policies/POL-CHANGE.md', `${edited.get('policies/POL-CHANGE.md')}edited by hand\n`)
    edited.delete('controls/README.md')
    edited.set('more.md', 'x')
    expect((await checkDocuments(edited, ports, 'main')).differences).toEqual([
      { path: 'controls/README.md', what: 'missing' },
      { path: 'more.md', what: 'extra' },
      { path: 'policies/POL-CHANGE.md', what: 'different' },
    ])
  })

  test('made from a commit that never was on the protected branch are not what they seem', async () => {
    const side = sandbox.path('side')
    sandbox.run(sandbox.folder, 'clone', '-q', demo.folder, side)
    sandbox.run(side, 'checkout', '-q', '-b', 'side')
    const policy = join(side, 'compliance/policies/POL-CHANGE.md')
    writeFileSync(policy, `${readFileSync(policy, 'utf8')}\nNobody reviewed this.\n`)
    const config = join(side, 'countersign.yaml')
    writeFileSync(config, readFileSync(config, 'utf8').replace(/^protectedBranch: .*$/m, 'protectedBranch: side'))
    sandbox.commit(side, 'side')
    const where = portsOf(side, demo)
    const { files } = await render({ asOf: '2026-02-01' }, where)
    expect(files.get('policies/POL-CHANGE.md')).toContain('Nobody reviewed this')
    expect(await checkDocuments(files, where, 'main')).toMatchObject({ differences: [], isProtected: false })
    expect(await checkDocuments(pinned.files, where, 'main')).toMatchObject({ differences: [], isProtected: true })
  })

  test('are not checked without a PIN', async () => {
    const without = new Map([...pinned.files].filter(([path]) => path !== 'PIN'))
    await expect(checkDocuments(without, ports, 'main')).rejects.toMatchObject({ status: 3 })
    await expect(checkDocuments(new Map([...without, ['PIN', '{}']]), ports, 'main')).rejects.toMatchObject({
      status: 3,
    })
  })

  test('never replace what no render made', async () => {
    const { files } = pinned
    const mine = sandbox.path('mine')
    mkdirSync(mine)
    writeFileSync(join(mine, 'thesis.txt'), 'years of work')
    await expect(nodeDocumentsFolder(mine, 'x').replace(files)).rejects.toMatchObject({ status: 2 })
    expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('years of work')
    const link = sandbox.path('link')
    symlinkSync(mine, link)
    await expect(nodeDocumentsFolder(link, 'x').replace(files)).rejects.toMatchObject({ status: 2 })
    const file = sandbox.path('file')
    writeFileSync(file, 'x')
    await expect(nodeDocumentsFolder(join(file, 'below'), 'x').replace(files)).rejects.toMatchObject({ status: 2 })
    expect(existsSync(join(mine, 'README.md'))).toBe(false)
  })
})

describe('documents on their branch', () => {
  test('are one commit for the same documents, made from the records and not from a clock', async () => {
    const first = await publish({ asOf }, ports)
    expect(first.kind).toBe('published')
    expect((await publish({ asOf }, ports)).kind).toBe('unchanged')
    const bare = sandbox.bare('elsewhere.git')
    const elsewhere = portsOf(
      demo.folder,
      demo,
      gitDocuments({ git: sandbox.git, remote: bare, branch: 'compliance-docs', scratch: sandbox.folder }),
    )
    expect((await publish({ asOf }, elsewhere)).commit).toBe(first.commit)
    const log = sandbox.run(bare, 'log', '--format=%an %ae %cI %s', 'compliance-docs')
    expect(log).toBe('countersign countersign@countersign.invalid 2025-10-31T03:17:00+00:00 Documents as of 2025-11-01')
    const branch = elsewhere.openBranch(first.rendered.settings)
    expect([...((await branch.read())?.files ?? [])].sort()).toEqual([...first.rendered.files].sort())
    // A file that is no longer rendered goes.
    const next = await publish({ asOf: '2025-11-02' }, elsewhere)
    expect(sandbox.run(bare, 'rev-parse', 'compliance-docs^')).toBe(first.commit)
    expect(next.kind).toBe('published')
    // What stayed is named by its blob: the tree is the same as if all of it were written anew.
    const anew = sandbox.bare('anew.git')
    const empty = gitDocuments({ git: sandbox.git, remote: anew, branch: 'compliance-docs', scratch: sandbox.folder })
    await empty.publish({ parent: undefined, files: next.rendered.files, message: 'All\n', atSeconds: 0 })
    const treeIn = (where: string) => sandbox.run(where, 'rev-parse', 'compliance-docs^{tree}')
    expect(treeIn(bare)).toBe(treeIn(anew))
  })

  test('are rendered again after a lost race', async () => {
    const bare = sandbox.bare('race.git')
    const real = gitDocuments({ git: sandbox.git, remote: bare, branch: 'compliance-docs', scratch: sandbox.folder })
    let races = 0
    const racing: DocumentsBranch = {
      read: () => real.read(),
      async publish(commit) {
        if (races === 0) {
          races += 1
          // Somebody publishes the same day between reading and pushing.
          await publish({ asOf: '2025-11-02' }, portsOf(demo.folder, demo, real))
        }
        return real.publish(commit)
      },
    }
    const published = await publish({ asOf }, portsOf(demo.folder, demo, racing))
    expect(published).toMatchObject({ kind: 'published', tries: 2 })
    expect(sandbox.run(bare, 'rev-list', '--count', 'compliance-docs')).toBe('2')
  })

  test('are never replaced by those of a smaller log, nor is a branch that holds something else', async () => {
    const bare = sandbox.bare('older.git')
    const branch = gitDocuments({ git: sandbox.git, remote: bare, branch: 'compliance-docs', scratch: sandbox.folder })
    await publish({ asOf }, portsOf(demo.folder, demo, branch))
    await expect(publish({ asOf }, portsOf(young.folder, young, branch))).rejects.toMatchObject({
      status: 3,
      message: expect.stringMatching(/pinned to a log of \d+ records, and this one has \d+/),
    })
    const other = sandbox.work('other')
    sandbox.write(other, 'README.md', 'mine')
    sandbox.commit(other, 'mine')
    const foreign = gitDocuments({ git: sandbox.git, remote: other, branch: 'main', scratch: sandbox.folder })
    await expect(publish({ asOf }, portsOf(demo.folder, demo, foreign))).rejects.toMatchObject({ status: 3 })
    expect(sandbox.run(other, 'rev-list', '--count', 'main')).toBe('1')
  })

  test('leave nothing behind in the scratch folder', () => {
    rmSync(sandbox.path('out'), { recursive: true, force: true })
    expect(readdirSync(sandbox.folder).filter((name) => name.startsWith('documents-'))).toEqual([])
  })
})
