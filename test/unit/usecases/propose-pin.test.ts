import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { formatPin } from '../../../src/evidence/pin.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import type { ProposalText } from '../../../src/ports/proposals.ts'
import { type PinPorts, proposePin } from '../../../src/usecases/propose-pin.ts'
import { commitId, origin, unreviewed } from '../../support/evidence-records.ts'
import { forgeOn } from '../../support/forge-on.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { expectContractKept, startGitHub } from '../../support/github/fake-github.ts'
import { logBranch, repositoryWithLog, signedLog } from '../../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const records = Array.from({ length: 9 }, (_, index) => unreviewed(100 + index))
/** The same log as it grew, and one with another past. */
const [three, six, nine] = [3, 6, 9].map((count) => signedLog([records.slice(0, count)]))
const other = signedLog([[unreviewed(7)]])
const pinOf = (log: typeof three, source = 1) =>
  formatPin({
    schema: 'countersign/pin/v1',
    checkpoint: log?.note ?? '',
    sourceCommit: commitId(source),
    asOf: '2026-03-01',
    tool: 'countersign/0.1.0',
    pages: new Map([['README.md', 'ab'.repeat(32)]]),
  })

let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', nine?.files ?? new Map())
})

const log = () =>
  gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: logBranch,
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
const acme = { owner: 'acme', name: 'shop' }
const propose = (text: string, forge: PinPorts['forge']) =>
  proposePin(text, defaultSettings, acme, {
    forge,
    history: gitHistory(sandbox.git, { where: { cwd: work } }),
    log: log(),
  })

/** A forge that keeps branches as what PIN says there, and no more. */
function memoryForge(main: string | undefined) {
  const pins = new Map<string, string | undefined>([[commitId(1), main]])
  const branches = new Map([['main', commitId(1)]])
  const pulls: { number: number; base: string; isOpen: boolean; text: ProposalText }[] = []
  const forge: PinPorts['forge'] = {
    branchTip: async (_repository, branch) => branches.get(branch),
    async filesAt(_repository, commit) {
      const text = pins.get(commit)
      return text === undefined ? [] : [{ path: 'compliance/PIN', bytes: Buffer.from(text) }]
    },
    openPullsFrom: async () =>
      pulls
        .filter(({ isOpen }) => isOpen)
        .map(({ number, base }) => {
          return { number, base, headSha: commitId(9), merged: false, mergedAt: undefined, mergeSha: undefined }
        }),
    async commitFile(_repository, { parent, text }) {
      expect(parent).toBe(branches.get('main'))
      const commit = commitId(100 + pins.size)
      pins.set(commit, text)
      return commit
    },
    async pointBranch(_repository, branch, commit, isThere) {
      expect(branch).toBe('countersign/pin')
      expect(isThere).toBe(branches.has(branch))
      branches.set(branch, commit)
    },
    async openPull(_repository, from, base, text) {
      expect(from).toBe('countersign/pin')
      return pulls.push({ number: pulls.length + 1, base, isOpen: true, text })
    },
    async describePull({ number }, text) {
      Object.assign(pulls[number - 1] ?? {}, { text })
    },
  }
  const proposed = () => pins.get(branches.get('countersign/pin') ?? '')
  const merge = () => {
    pins.set(commitId(2), proposed())
    branches.set('main', commitId(2))
    for (const pull of pulls) pull.isOpen = false
  }
  return { forge, pulls, proposed, merge, branches }
}

test('on the forge a pin is one commit on the protected branch, which itself stays as it was; a later one replaces it', async () => {
  const github = await startGitHub()
  const ana = github.user('ana', { role: 'admin' })
  const shop = await github.repo('acme/shop', { private: true })
  const files = { 'README.md': 'shop\n', 'compliance/program.yaml': 'x\n' }
  const before = await shop.commit('main', { files, author: ana })
  await shop.protect('main', { approvals: 1, contexts: [], enforceAdmins: true })
  const token = github.token({ permissions: { contents: 'write', pull_requests: 'write', metadata: 'read' } })
  const forge = forgeOn(github, { token })
  const shown = () => `${sandbox.run(shop.state.dir, 'show', 'countersign/pin:compliance/PIN')}\n`
  expect(await propose(pinOf(three), forge)).toEqual({ kind: 'opened', pull: 1, size: 4 })
  expect(shop.state.pulls).toMatchObject([{ baseRef: 'main', title: 'Pin the evidence log at 4 records' }])
  expect(shown()).toBe(pinOf(three))
  expect(sandbox.run(shop.state.dir, 'diff', '--name-status', 'main', 'countersign/pin')).toBe('A\tcompliance/PIN')
  expect(sandbox.run(shop.state.dir, 'rev-parse', 'countersign/pin^')).toBe(before)
  expect(await propose(pinOf(six), forge)).toEqual({ kind: 'updated', pull: 1, size: 7 })
  expect(shown()).toBe(pinOf(six))
  expect(sandbox.run(shop.state.dir, 'rev-parse', 'countersign/pin^')).toBe(before)
  expect(shop.state.pulls).toMatchObject([{ state: 'open', title: 'Pin the evidence log at 7 records' }])
  expect(await shop.tipOf('main')).toBe(before)
  const reader = github.token({ permissions: { contents: 'read', metadata: 'read', pull_requests: 'read' } })
  await expect(propose(pinOf(nine), forgeOn(github, { token: reader }))).rejects.toMatchObject({
    permission: 'contents: write',
  })
  expectContractKept(github)
  await github.close()
})

test('no branch but one of proposals is ever moved', async () => {
  const github = await startGitHub()
  const forge = forgeOn(github)
  await expect(forge.pointBranch(acme, 'main', commitId(1), true)).rejects.toThrow('no branch of proposals')
  expect(github.requests).toEqual([])
  await github.close()
})

test('proposed again it is the same pull request, and a later pin is put into it', async () => {
  const { forge, pulls, proposed } = memoryForge(undefined)
  expect(await propose(pinOf(three), forge)).toEqual({ kind: 'opened', pull: 1, size: 4 })
  expect(await propose(pinOf(three), forge)).toEqual({ kind: 'unchanged', pull: 1, size: 4 })
  // The documents were made again from another commit; the log is the same.
  expect(await propose(pinOf(three, 2), forge)).toMatchObject({ kind: 'unchanged' })
  expect(proposed()).toBe(pinOf(three))
  expect(await propose(pinOf(six), forge)).toEqual({ kind: 'updated', pull: 1, size: 7 })
  expect(pulls).toMatchObject([{ number: 1, base: 'main', text: { title: 'Pin the evidence log at 7 records' } }])
  expect(pulls[0]?.text.body).toContain(`\`${origin}\`, 7 records`)
  // An older run that comes late does not take the later one back.
  expect(await propose(pinOf(three), forge)).toEqual({ kind: 'unchanged', pull: 1, size: 4 })
  expect(proposed()).toBe(pinOf(six))
})

test('once it is merged there is nothing to propose; the next is a new pull request on the branch as it is then', async () => {
  const { forge, merge, proposed } = memoryForge(undefined)
  await propose(pinOf(three), forge)
  merge()
  expect(await propose(pinOf(three), forge)).toEqual({ kind: 'pinned', pull: undefined, size: 4 })
  expect(await propose(pinOf(nine), forge)).toEqual({ kind: 'opened', pull: 2, size: 10 })
  expect(proposed()).toBe(pinOf(nine))
})

test.each([
  { name: 'a smaller pin than the one there', there: pinOf(six), ours: pinOf(three), status: 3, says: '7 records' },
  { name: 'the pin of another log', there: pinOf(other), ours: pinOf(six), status: 4, says: 'not those' },
  { name: 'a PIN there that is none', there: '{}\n', ours: pinOf(six), status: 3, says: 'not a PIN file' },
  { name: 'no pin', there: undefined, ours: 'no pin', status: 3, says: 'not a PIN file' },
])('$name: nothing is proposed', async ({ there, ours, status, says }) => {
  const { forge, pulls, branches } = memoryForge(there)
  await expect(propose(ours, forge)).rejects.toMatchObject({ status, message: expect.stringContaining(says) })
  expect(pulls).toEqual([])
  expect([...branches.keys()]).toEqual(['main'])
})

test('a branch that an earlier run left behind is no obstacle', async () => {
  const { forge, branches, proposed } = memoryForge(undefined)
  branches.set('countersign/pin', commitId(1))
  expect(await propose(pinOf(six), forge)).toEqual({ kind: 'opened', pull: 1, size: 7 })
  expect(proposed()).toBe(pinOf(six))
})
