import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitProcess } from '../../src/adapters/git-process.ts'
import { demoSigner } from '../../src/evidence/note-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'evidence-writers-'))
const writer = join(folder, 'writer.js')
beforeAll(async () => {
  const made = await rolldown({ input: join(import.meta.dirname, '../support/evidence-writer.ts'), platform: 'node' })
  await made.write({ file: writer, format: 'esm', codeSplitting: false })
  await made.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

const environment = { ...process.env, TMPDIR: folder, HOME: folder }

function newRemote(name: string): string {
  const remote = join(folder, name)
  execFileSync('git', ['init', '-q', '--bare', remote])
  return remote
}

/** Runs a writer; ends with its lines, or undefined where it was killed. */
function write(
  remote: string,
  first: number,
  count: number,
  killAfterMs?: number,
): Promise<readonly string[] | undefined> {
  return new Promise((resolve, reject) => {
    const args = [writer, remote, 'log', String(first), String(count)]
    const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
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

async function numbersIn(remote: string): Promise<readonly number[]> {
  const options = {
    git: gitProcess(environment),
    remote,
    branch: 'log',
    scratch: folder,
    pause,
    random: Math.random,
    elapsed: () => 0,
  }
  const log = gitEvidenceLog({ ...options, pause: (ms) => pause(ms) })
  const reading = await log.read({ keys: [demoSigner().verifier], pins: [] })
  if (reading.kind !== 'read') throw new Error(reading.kind)
  const { verification, entries } = reading.log
  expect(verification).toMatchObject({ findings: [], authenticity: 'signed' })
  return entries.flatMap(({ record: { predicate } }) =>
    predicate.kind === 'change.merged' ? [predicate.data.pull] : [],
  )
}

const ascending = (one: number, other: number) => one - other

test('fault 04: eight writers at once, from the first commit on, lose nothing and double nothing', async () => {
  const remote = newRemote('eight.git')
  const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => write(remote, 1 + index * 10, 3)))
  expect(outcomes.flat()).toEqual(Array(24).fill('appended'))
  const wanted = Array.from({ length: 8 }, (_, index) => [1, 2, 3].map((number) => number + index * 10)).flat()
  expect((await numbersIn(remote)).toSorted(ascending)).toEqual(wanted)
  execFileSync('git', ['--git-dir', remote, 'fsck', '--strict', '--no-dangling'], { stdio: 'ignore' })
})

test('fault 01: a writer that is killed at any moment and started again adds each record once', async () => {
  const remote = newRemote('killed.git')
  const others = Promise.all([write(remote, 100, 4), write(remote, 200, 4)])
  let kills = 0
  for (let delayMs = 60; ; delayMs *= 1.25) {
    const outcome = await write(remote, 1, 3, delayMs)
    if (outcome !== undefined) {
      expect(outcome).toHaveLength(3)
      break
    }
    kills += 1
  }
  expect(kills).toBeGreaterThan(3)
  await others
  expect((await numbersIn(remote)).toSorted(ascending)).toEqual([1, 2, 3, 100, 101, 102, 103, 200, 201, 202, 203])
  execFileSync('git', ['--git-dir', remote, 'fsck', '--strict', '--no-dangling'], { stdio: 'ignore' })
})
