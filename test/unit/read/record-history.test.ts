import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { programEndings } from '../../../src/read/read-program.ts'
import { type Revision, recordHistory } from '../../../src/read/record-history.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const control = (id: string, title: string, comment = '') =>
  `${comment}apiVersion: countersign/v1\nkind: Control\nid: ${id}\ntitle: ${title}\nstatement: It is done.\ntype: preventive\nnature: manual\nfrequency: annual\ncriteria: []\nstatus: planned\n`
const policy = (version: string, body = 'POL-A.md') =>
  `apiVersion: countersign/v1\nkind: Policy\nid: POL-A\ntitle: A policy\nversion: "${version}"\nstatus: draft\nowner: ana\nbody: ${body}\nreviewEvery: P1Y\nclassification: internal\n`

async function historyOf(repository: string): Promise<ReadonlyMap<string, readonly Revision[]>> {
  const history = gitHistory(sandbox.git, { where: { cwd: repository } })
  const [commits, versions] = await Promise.all([
    history.firstParent('HEAD'),
    history.versionsBelow('HEAD', 'compliance', programEndings),
  ])
  return recordHistory(commits, versions.values())
}

const subjects = (revisions: readonly Revision[] | undefined) =>
  revisions?.map(({ commit, state }) => `${commit.subject}${state === 'present' ? '' : `: ${state}`}`)

describe('the revisions of a record', () => {
  test('are the commits that changed it, wherever it stands', async () => {
    const folder = sandbox.work('controls')
    const put = (path: string, text: string) => sandbox.write(folder, `compliance/${path}`, text)
    put('a.yaml', control('CTL-A', 'One'))
    sandbox.commit(folder, 'add')
    put('a.yaml', control('CTL-A', 'One', '# a comment\n'))
    sandbox.commit(folder, 'comment')
    put('other.txt', 'x')
    sandbox.commit(folder, 'something else')
    sandbox.run(folder, 'mv', 'compliance/a.yaml', 'compliance/b.yaml')
    sandbox.commit(folder, 'rename')
    put('b.yaml', `${control('CTL-B', 'Two')}---\n${control('CTL-A', 'One')}`)
    sandbox.commit(folder, 'share a file')
    put('b.yaml', `${control('CTL-B', 'Two, changed')}---\n${control('CTL-A', 'One')}`)
    sandbox.commit(folder, 'change the other')
    put('b.yaml', `${control('CTL-B', 'Two, changed')}---\n${control('CTL-A', 'One, changed')}`)
    sandbox.commit(folder, 'change it')
    put('b.yaml', control('CTL-B', 'Two, changed'))
    sandbox.commit(folder, 'remove it')
    put('c.yaml', control('CTL-A', 'One'))
    sandbox.commit(folder, 'bring it back')
    const revisions = await historyOf(folder)
    expect(subjects(revisions.get('CTL-A'))).toEqual(['add', 'change it', 'remove it: removed', 'bring it back'])
    expect(subjects(revisions.get('CTL-B'))).toEqual(['share a file', 'change the other'])
    const digests = revisions.get('CTL-A')?.map(({ digest }) => digest)
    expect(digests?.[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(digests?.[3]).toBe(digests?.[0])
    expect(digests?.[1]).not.toBe(digests?.[0])
  })

  test('are of the protected branch: a merge is one, whatever was on the side', async () => {
    const folder = sandbox.work('merge')
    const put = (text: string) => sandbox.write(folder, 'compliance/a.yaml', text)
    put(control('CTL-A', 'One'))
    sandbox.commit(folder, 'add')
    sandbox.run(folder, 'checkout', '-q', '-b', 'side')
    put(control('CTL-A', 'Two'))
    sandbox.commit(folder, 'try')
    put(control('CTL-A', 'Three'))
    sandbox.commit(folder, 'try again')
    sandbox.run(folder, 'checkout', '-q', 'main')
    sandbox.run(folder, 'merge', '-q', '--no-ff', '-m', 'Merge side', 'side')
    expect(subjects((await historyOf(folder)).get('CTL-A'))).toEqual(['add', 'Merge side'])
  })

  test('of a policy are those of its text as well', async () => {
    const folder = sandbox.work('policies')
    const put = (path: string, text: string) => sandbox.write(folder, `compliance/policies/${path}`, text)
    put('POL-A.yaml', policy('0.1.0'))
    put('POL-A.md', 'Text\n')
    put('OTHER.md', 'Other\n')
    sandbox.commit(folder, 'add')
    put('POL-A.md', 'Text, changed\n')
    sandbox.commit(folder, 'text')
    put('OTHER.md', 'Other, changed\n')
    sandbox.commit(folder, 'the text of nobody')
    put('POL-A.yaml', policy('0.2.0'))
    sandbox.commit(folder, 'version')
    rmSync(join(folder, 'compliance/policies/POL-A.md'))
    sandbox.commit(folder, 'text removed')
    put('POL-A.yaml', policy('0.3.0', 'OTHER.md'))
    sandbox.commit(folder, 'another text')
    put('OTHER.md', 'Once more\n')
    sandbox.commit(folder, 'its text')
    expect(subjects((await historyOf(folder)).get('POL-A'))).toEqual([
      'add',
      'text',
      'version',
      'text removed',
      'another text',
      'its text',
    ])
  })

  test('say so where a version cannot be read, and do not call it removed', async () => {
    const folder = sandbox.work('unreadable')
    const put = (text: string | Buffer) => sandbox.write(folder, 'compliance/a.yaml', text)
    put(control('CTL-A', 'One'))
    sandbox.commit(folder, 'add')
    put('id: CTL-A\n  broken: [\n')
    sandbox.commit(folder, 'break')
    put(Buffer.from([0xff, 0xfe, 0x00]))
    sandbox.commit(folder, 'break more')
    put(control('CTL-A', 'One'))
    sandbox.commit(folder, 'mend')
    expect(subjects((await historyOf(folder)).get('CTL-A'))).toEqual(['add', 'break: unreadable', 'mend'])
  })

  test('of a risk are its own, and not those of the register', async () => {
    const folder = sandbox.work('risks')
    const risk = (id: string, title: string) =>
      `  - {id: ${id}, title: ${title}, category: change, inherent: {likelihood: rare, impact: minor}, treatment: mitigate, status: open}\n`
    const put = (...risks: string[]) =>
      sandbox.write(
        folder,
        'compliance/r.yaml',
        `apiVersion: countersign/v1\nkind: RiskRegister\nid: RGR-A\ntitle: Risks\nrisks:\n${risks.join('')}`,
      )
    put(risk('RSK-A', 'One'))
    sandbox.commit(folder, 'add')
    put(risk('RSK-A', 'One'), risk('RSK-B', 'Two'))
    sandbox.commit(folder, 'add another')
    const revisions = await historyOf(folder)
    expect(subjects(revisions.get('RSK-A'))).toEqual(['add'])
    expect(subjects(revisions.get('RSK-B'))).toEqual(['add another'])
    expect(subjects(revisions.get('RGR-A'))).toEqual(['add', 'add another'])
  })
})
