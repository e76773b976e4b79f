import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { importCommit } from '../../../src/adapters/git-import.ts'
import { type Git, gitProcess } from '../../../src/adapters/git-process.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import type { AppendRequest } from '../../../src/evidence/plan-append.ts'
import { countingProxy } from '../../support/counting-proxy.ts'
import { logCreated, logOf, origin, unreviewed } from '../../support/evidence-records.ts'
import { type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'

const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const expected = { keys: [signer.verifier], pins: [] }
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
/** Text that no compression makes smaller than half. */
const noise = (number: number) => createHash('sha512').update(String(number)).digest('hex')
// Records 0 to 4,095 are one subtree, of which an append sees those from 1,024 on; the rest is proven by the edge.
const size = 5_000
const { files, grown } = logOf(
  [[birth, ...Array.from({ length: size - 1 }, (_, index) => unreviewed(index + 10, noise(index)))]],
  signer,
)

let github: FakeGitHub
let repo: RepoHandle
let proxy: Awaited<ReturnType<typeof countingProxy>>
let folder = ''
let home = ''
let commands: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'append-http-'))
  home = await mkdtemp(join(tmpdir(), 'append-home-'))
  github = await startGitHub()
  const ana = github.user('ana', { role: 'admin' })
  repo = await github.repo('acme/shop', {})
  await repo.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
  const signature = { who: 'a <a@b.invalid>', atSeconds: 1_788_000_000 }
  const made = { parent: undefined, author: signature, committer: signature, message: 'log\n', others: 'go' } as const
  await importCommit(gitProcess(process.env), { gitDir: repo.state.dir }, { ...made, branch: 'log', files })
  proxy = await countingProxy(Number(new URL(github.gitUrl(repo)).port))
  token = github.tokenOf(ana)
})
afterAll(async () => {
  await proxy.close()
  await github.close()
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
})
let token = ''

function log() {
  const plain = gitProcess({ PATH: process.env['PATH'], HOME: home })
  const noted = <Call extends { readonly args: readonly string[] }, Result>(run: (call: Call) => Result) => {
    return (call: Call): Result => {
      commands.push(call.args[0] ?? '')
      return run(call)
    }
  }
  const git: Git = { run: noted(plain.run), text: noted(plain.text), stream: noted(plain.stream) }
  const url = new URL(github.gitUrl(repo))
  url.port = String(proxy.port)
  return gitEvidenceLog({
    ...{ git, remote: url.href, branch: 'log', scratch: folder, token },
    ...{ pause: async () => undefined, random: () => 0, elapsed: () => 0 },
  })
}
async function append(over: Partial<AppendRequest>) {
  commands = []
  proxy.taken()
  const outcome = await log().append({
    ...{ records: [], attachments: [], expected, signer, birth: undefined },
    ...over,
  })
  return { outcome, bytes: proxy.taken() }
}
const set = (name: string, value: string) =>
  gitProcess(process.env).text({ gitDir: repo.state.dir, args: ['config', name, value] })

test('one record more costs the last segments, and says which pins it did not look at', async () => {
  const pins = [
    { source: 'early', note: logOf([[birth]], signer).grown.note },
    { source: 'late', note: grown.note },
  ]
  const { outcome, bytes } = await append({ records: [unreviewed(1)], expected: { ...expected, pins } })
  expect(outcome).toMatchObject({
    kind: 'appended',
    records: [{ index: size }],
    present: [],
    pinsNotCompared: ['early'],
  })
  expect(commands).toEqual(['fetch', 'ls-tree', 'fetch', 'cat-file', 'fast-import', 'push', 'ls-remote'])
  proxy.taken()
  await log().verify(expected)
  expect(bytes).toBeLessThan(proxy.taken())
})

test('after the log was read, one record more costs what is new and no more than a segment', async () => {
  proxy.taken()
  const reading = await log().read(expected)
  const allBytes = proxy.taken()
  if (reading.kind !== 'read') throw new Error(reading.kind)
  const { outcome, bytes } = await append({ records: [unreviewed(2)], known: reading.log })
  expect(outcome).toMatchObject({ kind: 'appended', records: [{ index: size + 1 }], pinsNotCompared: [] })
  expect(bytes).toBeLessThan(allBytes / 8)
  const again = await append({ records: [unreviewed(2), unreviewed(10, noise(0))], known: reading.log })
  expect(again.outcome).toMatchObject({ kind: 'nothing-new', present: [{ index: size + 1 }, { index: 1 }] })
})

test('a key in the last segments is found; only one in a part that is not proven makes it read all', async () => {
  const near = await append({ records: [unreviewed(size + 8, noise(size - 2))] })
  expect(near.outcome).toMatchObject({ kind: 'nothing-new', present: [{ index: size - 1 }] })
  expect(commands).toEqual(['fetch', 'ls-tree', 'fetch', 'cat-file'])
  const conflict = await append({ records: [unreviewed(size + 8, 'something else')] })
  expect(conflict.outcome).toMatchObject({ kind: 'conflict', conflicts: [{ index: size - 1 }] })
  const unproven = await append({ records: [unreviewed(4_000 + 9, noise(3_999))] })
  expect(unproven.outcome).toMatchObject({ kind: 'nothing-new', present: [{ index: 4_000 }] })
  expect(commands).toContain('fetch')
  expect(commands.filter((command) => command === 'fetch')).toHaveLength(3)
})

test.each([
  { name: 'passes over filters', setting: 'uploadpack.allowFilter', number: 20_000 },
  { name: 'refuses filters', setting: 'uploadpackfilter.allow', number: 20_001 },
])('a server that $name is appended to all the same', async ({ setting, number }) => {
  await set(setting, 'false')
  expect((await append({ records: [unreviewed(number)] })).outcome).toMatchObject({ kind: 'appended', tries: 1 })
  await set(setting, 'true')
})

test('a server that hands out no single objects is appended to all the same', async () => {
  await writeFile(join(home, '.gitconfig'), '[protocol]\n\tversion = 0\n')
  expect((await append({ records: [unreviewed(30_000)] })).outcome).toMatchObject({ kind: 'appended', tries: 1 })
  await rm(join(home, '.gitconfig'))
  expect(await log().verify(expected)).toMatchObject({ kind: 'read', log: { verification: { findings: [] } } })
})
