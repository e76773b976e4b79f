import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { demoSigner } from '../../src/evidence/note-key.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import type { RepoHandle } from '../support/github/repo-builder.ts'

// Real processes against a real git server over HTTP, whose rules forbid force pushes and deletion of the branch.

const folder = mkdtempSync(join(tmpdir(), 'evidence-many-writers-'))
const writer = join(folder, 'writer.js')
beforeAll(async () => {
  const made = await rolldown({ input: join(import.meta.dirname, '../support/evidence-writer.ts'), platform: 'node' })
  await made.write({ file: writer, format: 'esm', codeSplitting: false })
  await made.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

let github: FakeGitHub
let repo: RepoHandle
let token = ''
beforeEach(async () => {
  github = await startGitHub()
  const ana = github.user('ana', { role: 'admin' })
  repo = await github.repo('acme/shop', { private: true })
  await repo.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
  repo.ruleset('log', { rules: [{ type: 'non_fast_forward' }, { type: 'deletion' }] })
  token = github.tokenOf(ana)
})
afterEach(async () => {
  await github.close()
  expectContractKept(github)
})

/** Runs a writer; ends with its lines, or undefined where it was killed. */
function write(first: number, count: number, killAfterMs?: number): Promise<readonly string[] | undefined> {
  return new Promise((resolve, reject) => {
    const args = [writer, github.gitUrl(repo), 'log', String(first), String(count)]
    const env = { PATH: process.env['PATH'], TMPDIR: folder, HOME: folder, WRITER_TOKEN: token }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (piece) => {
      output += String(piece)
    })
    child.once('error', reject)
    child.once('close', (status, signal) => {
      if (signal === 'SIGKILL') resolve(undefined)
      else if (status === 0) resolve(output.trim().split('\n'))
      else reject(new Error(`writer ended with ${status}`))
    })
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
}

/** What is in the log, verified, and whether git finds nothing wrong with the repository. */
async function pullsInLog(): Promise<readonly number[]> {
  const log = gitEvidenceLog({
    ...{ git: gitProcess({ PATH: process.env['PATH'], HOME: folder }), remote: github.gitUrl(repo), branch: 'log' },
    ...{ scratch: folder, token, pause: async () => undefined, random: () => 0, elapsed: () => 0 },
  })
  const reading = await log.read({ keys: [demoSigner().verifier], pins: [] })
  if (reading.kind !== 'read') throw new Error(reading.kind)
  const { verification, entries } = reading.log
  expect(verification).toMatchObject({ findings: [], warnings: [], authenticity: 'signed' })
  execFileSync('git', ['--git-dir', repo.state.dir, 'fsck', '--strict', '--no-dangling'], { stdio: 'ignore' })
  return entries
    .flatMap(({ record: { predicate } }) => (predicate.kind === 'change.merged' ? [predicate.data.pull] : []))
    .sort((one, other) => one - other)
}
const numbersOf = (writers: number, count: number) =>
  Array.from({ length: writers }, (_, index) =>
    Array.from({ length: count }, (_none, at) => 1 + index * 100 + at),
  ).flat()

describe('fault 04: writers at once, over HTTP, from the first commit on', () => {
  test.each([
    [2, 10],
    [8, 5],
    [32, 1],
  ])('%i writers of %i records each lose nothing and double nothing', async (writers, count) => {
    const outcomes = await Promise.all(Array.from({ length: writers }, (_, index) => write(1 + index * 100, count)))
    expect(outcomes.flat()).toEqual(Array(writers * count).fill('appended'))
    expect(await pullsInLog()).toEqual(numbersOf(writers, count))
  })
})

test('fault 01: eight writers of twenty records each, killed again and again and started again', async () => {
  // The same moments in every run, as far as the machine allows: a small generator instead of chance.
  let state = 12_345
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  let kills = 0
  let runs = 0
  const lives = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      // Longer each time, so that it ends once.
      for (let least = 400; ; least *= 1.3) {
        runs += 1
        const outcome = await write(1 + index * 100, 20, least + random() * 1500)
        if (outcome !== undefined) return outcome
        kills += 1
      }
    }),
  )
  expect(kills).toBeGreaterThan(16)
  for (const outcome of lives) expect(outcome.every((one) => one === 'appended' || one === 'nothing-new')).toBe(true)
  expect(await pullsInLog()).toEqual(numbersOf(8, 20))
  process.stdout.write(`killed ${kills} of ${runs} runs; 160 of 160 records are there once\n`)
})
