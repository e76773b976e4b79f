import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { segmentPath } from '../../src/evidence/segments.ts'
import { describeVerification } from '../../src/usecases/describe-evidence.ts'
import { statusOfVerification, verifyWithoutReading } from '../../src/usecases/verify-evidence.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { logBranch } from '../support/signed-log.ts'
import { filesOf, replaceTree, store } from '../support/tampered-tree.ts'
import { TrustWorld, trustPlaces } from '../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const origin = sandbox.path('origin')
let where = ''
let count = 0
beforeAll(async () => {
  const world = new TrustWorld(sandbox, 'origin')
  for (const number of [1, 2, 3]) await world.append(number)
  world.run('config', 'uploadpack.allowFilter', 'true')
})
beforeEach(() => {
  count += 1
  where = sandbox.path(`copy-${count}`)
})

function portsAt(place: string, environment: Readonly<Record<string, string>> = sandbox.environment) {
  const git = gitProcess(environment)
  const options = { git, remote: place, branch: logBranch, scratch: sandbox.folder }
  const log = gitEvidenceLog({ ...options, pause: async () => undefined, random: () => 0, elapsed: () => 0 })
  return { log, history: gitHistory(git, { where: { cwd: place } }) }
}
async function verify(place = where, environment?: Readonly<Record<string, string>>) {
  const result = await verifyWithoutReading(trustPlaces, portsAt(place, environment), { deep: false })
  return { ...result, status: statusOfVerification[result.outcome] }
}
const clone = (...flags: readonly string[]) =>
  sandbox.run(sandbox.folder, 'clone', '-q', ...flags, `file://${origin}`, where)
/** A copy with its own branch, for those who change it. */
function ownCopy() {
  clone()
  sandbox.run(where, 'branch', '-q', logBranch, `origin/${logBranch}`)
  sandbox.run(where, 'update-ref', '-d', `refs/remotes/origin/${logBranch}`)
}

test('fault 14: a bit flipped in an object on disk is unreadable, exit 3, and not called tampering', async () => {
  ownCopy()
  sandbox.run(where, 'repack', '-q', '-a', '-d')
  const pack = join(where, '.git/objects/pack')
  const name = readdirSync(pack).find((one) => one.endsWith('.pack')) ?? ''
  const bytes = readFileSync(join(pack, name))
  const listed = sandbox.run(where, 'verify-pack', '-v', join(pack, name.replace('.pack', '.idx')))
  const segment = sandbox.run(where, 'rev-parse', `${logBranch}:${segmentPath(0)}`)
  const offset = Number(new RegExp(`^${segment} +blob +\\d+ +\\d+ +(\\d+)`, 'm').exec(listed)?.[1])
  bytes[offset + 40] = (bytes[offset + 40] ?? 0) ^ 1
  rmSync(join(pack, name))
  writeFileSync(join(pack, name), bytes)
  const result = await verify()
  expect(result).toMatchObject({ outcome: 'not-determined', status: 3, findings: [] })
  expect(describeVerification(result)).toContain('not determined')
})

test('fault 26: a checkout with other line endings changes nothing of what is verified', async () => {
  ownCopy()
  sandbox.run(where, 'config', 'core.autocrlf', 'true')
  sandbox.run(where, 'checkout', '-q', logBranch)
  expect(await verify()).toMatchObject({ outcome: 'verified', status: 0 })
})

test('fault 29: a segment with a line of 50 MB is found, and never held', async () => {
  ownCopy()
  const huge = store(where, Buffer.alloc(50 * 1024 * 1024, 'x'))
  const files = filesOf(where, logBranch).map((file) => (file.path === segmentPath(0) ? { ...file, oid: huge } : file))
  replaceTree(where, logBranch, files)
  const before = process.memoryUsage().external
  const result = await verify()
  expect(result).toMatchObject({ outcome: 'integrity-failure', status: 4 })
  expect(result.findings).toContainEqual({
    ...{ code: 'E_SEGMENT', file: segmentPath(0), message: 'larger than any file of a log' },
  })
  expect(process.memoryUsage().external - before).toBeLessThan(40 * 1024 * 1024)
})

test.each([
  { name: 'of depth 1', flags: ['--depth=1', '--no-single-branch'] },
  { name: 'without files', flags: ['--filter=blob:none'] },
  { name: 'without files, of depth 1', flags: ['--filter=blob:none', '--depth=1', '--no-single-branch'] },
])('fault 31: a clone $name is verified whole', async ({ flags }) => {
  clone(...flags)
  expect(await verify()).toMatchObject({ outcome: 'verified', status: 0, verification: { size: 4 } })
})

test('fault 31: a clone of the branch of the log alone holds all of it, but not who may sign it', async () => {
  clone('--single-branch', '-b', logBranch)
  expect(await verify()).toMatchObject({
    outcome: 'not-determined',
    status: 3,
    verification: { size: 4, findings: [], authenticity: 'no-key' },
  })
})

test('fault 32: a clone without files that cannot reach its remote says so, exit 3, and does not hang', async () => {
  // The files of the protected branch are there, because it is checked out; those of the log are not.
  clone('--filter=blob:none')
  sandbox.run(where, 'config', 'remote.origin.url', `file://${sandbox.path('gone')}`)
  const result = await verify()
  expect(result).toMatchObject({ outcome: 'not-determined', status: 3, findings: [] })
  expect(result.why).toMatch(/[0-9a-f]{40}/)
})

test('fault 33: replaced objects, grafts, settings, hooks and variables of whoever runs it change nothing', async () => {
  ownCopy()
  const wanted = await verify(origin)
  const edge = sandbox.run(where, 'rev-parse', `${logBranch}:edge`)
  sandbox.run(where, 'replace', edge, sandbox.run(where, 'rev-parse', `${logBranch}:README.md`))
  const tip = sandbox.run(where, 'rev-parse', logBranch)
  writeFileSync(join(where, '.git/info/grafts'), `${tip}\n`)
  const trap = sandbox.path(`trap-${count}`)
  const evil = `#!/bin/sh\ntouch "${trap}"\n`
  for (const hook of ['post-checkout', 'reference-transaction', 'fsmonitor-watchman'])
    writeFileSync(join(where, '.git/hooks', hook), evil, { mode: 0o755 })
  for (const [name, value] of [
    ['core.fsmonitor', join(where, '.git/hooks/fsmonitor-watchman')],
    ['core.pager', `touch ${trap}`],
    ['alias.ls-tree', `!touch ${trap}`],
    ['core.attributesFile', '/dev/null'],
    ['protocol.ext.allow', 'always'],
  ] as const)
    sandbox.run(where, 'config', name, value)
  const environment = {
    ...sandbox.environment,
    GIT_DIR: sandbox.folder,
    GIT_OBJECT_DIRECTORY: sandbox.folder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: sandbox.folder,
    GIT_CONFIG_PARAMETERS: "'core.bare=true'",
    GIT_TRACE: trap,
    GIT_EXTERNAL_DIFF: `touch ${trap}`,
  }
  const result = await verify(where, environment)
  expect(result).toMatchObject({ outcome: 'verified', verification: wanted.verification })
  expect(readdirSync(sandbox.folder)).not.toContain(`trap-${count}`)
})

test('fault 34: a link in the place of a file, in a real tree', async () => {
  ownCopy()
  const files = filesOf(where, logBranch).map((file) => (file.path === 'edge' ? { ...file, mode: '120000' } : file))
  replaceTree(where, logBranch, files)
  const result = await verify()
  expect(result.status).toBe(4)
  expect(result.findings.map(({ code, file }) => `${code} ${file}`)).toContain('E_PATH edge')
})

test('fault 53: the report is the same bytes in any time zone and language', async () => {
  clone()
  const zone = process.env['TZ']
  const texts: string[] = []
  for (const [TZ, LC_ALL] of [
    ['UTC', 'C'],
    ['Pacific/Kiritimati', 'tr_TR.UTF-8'],
    ['America/St_Johns', 'de_DE.UTF-8'],
  ] as const) {
    process.env['TZ'] = TZ
    texts.push(describeVerification(await verify(where, { ...sandbox.environment, TZ, LC_ALL, LANG: LC_ALL })))
  }
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  expect(new Set(texts).size).toBe(1)
  expect(texts[0]).toContain('Evidence log: verified')
})
