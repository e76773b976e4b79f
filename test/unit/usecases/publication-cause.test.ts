import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitDocuments } from '../../../src/adapters/git-documents.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import type { PullStep } from '../../../src/dev/demo-steps.ts'
import { story } from '../../../src/dev/demo-story.ts'
import { type PublishPorts, publish } from '../../../src/usecases/publish.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const [first, second] = story.filter((step): step is PullStep => step.kind === 'pull')
const hostile = 'Closes #1 and acme/x#2 @octocat [skip ci]\u202e\u001b[31m fix GH-3 https://github.com/a/b/issues/4'

let demo: DemoWithLog
let ports: PublishPorts
let bare = ''
beforeAll(async () => {
  demo = await demoWithLog(sandbox.path('demo'))
  bare = sandbox.bare('documents.git')
  ports = portsOn(bare)
  if (first !== undefined) await demo.play([first])
})

const portsOn = (remote: string): PublishPorts => ({
  history: gitHistory(sandbox.git, { where: { cwd: demo.folder } }),
  clock: { now: () => Date.parse('2025-11-02T00:00:00Z') },
  openLog: () => demo.log,
  openBranch: ({ documentsBranch }) =>
    gitDocuments({ git: sandbox.git, remote, branch: documentsBranch, scratch: sandbox.folder }),
})
const message = (ref = 'compliance-docs') => sandbox.run(bare, 'log', '-1', '--format=%B', ref)

test('each commit says which records, commits and day it comes from, whatever titles say, and the same ones make none', async () => {
  await publish({ asOf: '2025-10-01' }, ports)
  expect(message()).toMatch(
    /^Documents as of 2025-10-01\n\nWhy they changed:\n- These are the first documents here\.\n\nSource/,
  )

  if (second !== undefined) await demo.play([{ ...second, title: hostile }])
  // A copy of the branch as it is now: published to it in another way, it must become the same commit.
  sandbox.run(sandbox.folder, 'clone', '-q', '--bare', bare, 'copy.git')
  const { commit } = await publish({ asOf: '2025-10-02' }, ports)
  expect((await publish({ asOf: '2025-10-02' }, ports)).kind).toBe('unchanged')
  expect(sandbox.run(bare, 'rev-list', '--count', 'compliance-docs')).toBe('2')
  expect((await publish({ asOf: '2025-10-02' }, portsOn(sandbox.path('copy.git')))).commit).toBe(commit)

  const said = message()
  const [title = ''] = said.split('\n')
  expect(title).toMatch(/^Documents as of 2025-10-02: \d records?, \d commits? more$/)
  expect(title.length).toBeLessThanOrEqual(72)
  expect(said).toContain('merged pull requests 1')
  expect(said).toMatch(
    / {2}- record \d+: pull request 2 merged, approved: Closes # 1 and acme\/x# 2 \(at\)octocat \(skip ci\)/,
  )
  expect(said).toMatch(/- \d+ commits? more of main \([0-9a-f]{12} to [0-9a-f]{12}\), 1 of which changed the program\./)
  expect(said).toMatch(/ {2}- [0-9a-f]{12} \(pull request 2, approved\) Closes # 1 .*; changed .*POL-ACCESS/)
  expect(said).toContain('- The day they speak for moved from 2025-10-01 to 2025-10-02.')
  expect(said).not.toMatch(/[@[\]]|#\S|GH-\d|:\/\/|\u001b|\u202e/)
})

test('only the day, or what somebody changed by hand, is said as that', async () => {
  await publish({ asOf: '2025-10-03' }, ports)
  expect(message()).toContain(
    'Documents as of 2025-10-03\n\nWhy they changed:\n- The day they speak for moved from 2025-10-02 to 2025-10-03.\n\n',
  )
  const work = sandbox.path('by-hand')
  sandbox.run(sandbox.folder, 'clone', '-q', '-b', 'compliance-docs', bare, work)
  sandbox.write(work, 'README.md', 'All is well.\n')
  sandbox.commit(work, 'touch up')
  sandbox.run(work, 'push', '-q', 'origin', 'compliance-docs')
  await publish({ asOf: '2025-10-03' }, ports)
  expect(message()).toContain('- 1 page was not as the PIN before says; that is undone.')
})
