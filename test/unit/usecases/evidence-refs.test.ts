import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { signerOfSeed } from '../../../src/evidence/note-key.ts'
import { formatTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import { auditProtectedBranch } from '../../../src/usecases/audit-branch.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { facts, merged, origin, repository } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { git, store } from '../../support/tampered-tree.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const branch = 'compliance-evidence'

let work = ''
let count = 0
beforeEach(() => {
  count += 1
  work = sandbox.work(`refs-${count}`)
  sandbox.write(work, 'README.md', 'x')
  sandbox.commit(work, 'start')
})

function portsAt(where = work) {
  const log = gitEvidenceLog({
    git: sandbox.git,
    remote: where,
    branch,
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
  return {
    log,
    history: gitHistory(sandbox.git, { where: { cwd: where } }),
    spool: fileSpool(sandbox.path(`refs-spool-${count}`)),
    clock: { now: () => Date.parse('2026-03-01T12:00:00Z') },
  }
}
const trust = () => {
  sandbox.write(work, 'compliance/trust.policy', formatTrustPolicy(signer.verifier))
  return sandbox.commit(work, 'trust')
}
async function append(number: number, where = work) {
  const create = {
    ...{ origin, repository: { id: 'R_1', name: 'acme/shop' }, address: repository },
    ...{ protectedBranch: 'main', mayBeUnsigned: true },
  }
  const batch = { records: [merged(number)], attachments: [facts(number)] }
  const { outcome } = await appendEvidence({ ...batch, signer, create, producer, places }, portsAt(where))
  expect(outcome.kind).toBe('appended')
}
const verify = (where = work) => verifyEvidence(places, portsAt(where))

/** Puts a tree on the branch that git itself would not write. */
function putTree(cwd: string, lines: readonly string[]) {
  const entries = lines.map((line) => {
    const [, mode = '', oid = '', name = ''] = /^(\d{6}) [a-z]+ ([0-9a-f]{40})\t(.*)$/.exec(line) ?? []
    return Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(oid, 'hex')])
  })
  const args = ['hash-object', '-w', '--stdin', '--literally', '-t', 'tree']
  const tree = git(cwd, args, Buffer.concat(entries)).toString().trim()
  const commit = git(cwd, ['commit-tree', tree, '-p', branch, '-m', 'x']).toString().trim()
  git(cwd, ['update-ref', `refs/heads/${branch}`, commit])
}

test.each(['README.md', 'checkpoint', 'edge'])('a tree that has %s twice is not verified', async (name) => {
  trust()
  await append(1)
  expect((await verify()).outcome).toBe('verified')
  const lines = git(work, ['ls-tree', branch]).toString().trimEnd().split('\n')
  const other = store(work, Buffer.from('another text'))
  const at = lines.findIndex((line) => line.endsWith(`\t${name}`))
  // The first of two is what git shows and checks out.
  putTree(work, [...lines.slice(0, at), `100644 blob ${other}\t${name}`, ...lines.slice(at)])
  const found = await verify()
  expect(found).toMatchObject({ outcome: 'integrity-failure', findings: [{ code: 'E_PATH', file: name }] })
})

test('a tree that has a folder twice is not verified', async () => {
  trust()
  await append(1)
  const lines = git(work, ['ls-tree', branch]).toString().trimEnd().split('\n')
  const entries = lines.find((line) => line.endsWith('\tentries')) ?? ''
  const segment = git(work, ['ls-tree', `${branch}:entries`])
    .toString()
    .trimEnd()
  expect(segment).toMatch(/000\.jsonl$/)
  const args = ['hash-object', '-w', '--stdin', '--literally', '-t', 'tree']
  const empty = git(work, args, '').toString().trim()
  putTree(work, [...lines, entries.replace(/[0-9a-f]{40}/, empty)])
  expect((await verify()).outcome).toBe('integrity-failure')
})

test.each(['refs/tags/refs/remotes/origin/main', 'refs/heads/refs/remotes/origin/main'])(
  'a ref %s does not pass for the protected branch',
  async (ref) => {
    trust()
    await append(1)
    const server = sandbox.bare(`server-${count}.git`)
    sandbox.run(work, 'push', '-q', server, 'main', branch)
    const stranger = signerOfSeed(origin, Buffer.alloc(32, 2))
    sandbox.write(work, 'compliance/trust.policy', formatTrustPolicy(stranger.verifier))
    sandbox.commit(work, 'another key')
    sandbox.run(work, 'push', '-q', server, `HEAD:${ref}`)
    expect(await verify(server)).toMatchObject({ outcome: 'verified' })
  },
)

test('a branch name that only a tag has is no branch', async () => {
  sandbox.run(work, 'tag', 'refs/heads/other')
  const { history } = portsAt()
  expect(await history.resolveAll(['refs/heads/other', 'refs/heads/main', 'HEAD'])).toEqual([
    undefined,
    sandbox.run(work, 'rev-parse', 'HEAD'),
    sandbox.run(work, 'rev-parse', 'HEAD'),
  ])
})

/** A clone whose own branch of the log and its copy of the remote's both go on after the first record. */
async function twoHeads(numberHere: number, numberThere: number): Promise<string> {
  trust()
  await append(1)
  const clone = sandbox.path(`clone-${count}`)
  sandbox.run(sandbox.folder, 'clone', '-q', work, clone)
  sandbox.run(clone, 'branch', '-q', branch, `origin/${branch}`)
  await append(numberHere, clone)
  expect((await verify(clone)).outcome).toBe('verified')
  await append(numberThere)
  return clone
}

test('where the branch here and that of the remote hold different records, the log is not verified', async () => {
  const clone = await twoHeads(2, 3)
  sandbox.run(clone, 'fetch', '-q')
  const findings = [{ code: 'E_FORK', file: `refs/remotes/origin/${branch}` }]
  expect(await verify(clone)).toMatchObject({ outcome: 'integrity-failure', findings })
})

test('where they hold the same records in other commits, the longer one is the log', async () => {
  const clone = await twoHeads(2, 2)
  sandbox.run(work, 'checkout', '-q', branch)
  sandbox.run(work, 'commit', '-q', '--amend', '-m', 'the same tree in another commit')
  sandbox.run(work, 'checkout', '-q', 'main')
  await append(3)
  sandbox.run(clone, 'fetch', '-q')
  const commit = sandbox.run(clone, 'rev-parse', `origin/${branch}`)
  expect(await verify(clone)).toMatchObject({ outcome: 'verified', commit, verification: { size: 4 } })
})

test('a graft hides no commit from the audit', async () => {
  trust()
  await append(1)
  const from = sandbox.run(work, 'rev-parse', 'main')
  const pushed = sandbox.commit(work, 'pushed past review')
  const tip = sandbox.commit(work, 'another')
  writeFileSync(join(work, '.git/info/grafts'), `${tip} ${from}\n`)
  const result = await auditProtectedBranch({ places, signer, producer, dryRun: true }, portsAt())
  if (result.kind !== 'audited') throw new Error(result.kind)
  expect(result.audit.deviations.map(({ commit }) => commit)).toContain(pushed)
})
