import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitProcess } from '../../../src/adapters/git-process.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { facts, logCreated, merged, origin } from '../../support/evidence-records.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

let github: FakeGitHub
let repo: RepoHandle
let ana: Account
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-http-'))
  github = await startGitHub()
  ana = github.user('ana', { role: 'admin' })
  repo = await github.repo('acme/shop', { private: true })
  await repo.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
})
afterEach(async () => {
  await github.close()
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true, force: true })
  expectContractKept(github)
})

const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const expected = { keys: [signer.verifier], pins: [] }
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const append = (token: string | undefined, number: number) =>
  logWith(token).append({ records: [merged(number)], attachments: [facts(number)], expected, signer, birth })
const logWith = (token: string | undefined) =>
  gitEvidenceLog({
    git: gitProcess({ PATH: process.env['PATH'], HOME: folder }),
    remote: github.gitUrl(repo),
    branch: 'log',
    scratch: folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
    ...(token === undefined ? {} : { token }),
  })

test('two appends over HTTP with a token, then both are read', async () => {
  const token = github.tokenOf(ana)
  expect(await logWith(token).read(expected)).toEqual({ kind: 'missing' })
  expect(await append(token, 1)).toMatchObject({ kind: 'appended', tries: 1 })
  expect(await append(token, 2)).toMatchObject({ kind: 'appended', tries: 1 })
  expect(await logWith(token).read(expected)).toMatchObject({
    kind: 'read',
    log: { verification: { findings: [], size: 3 } },
  })
})

test('a push whose answer is lost is found on the next try, one that never arrived is sent again', async () => {
  const token = github.tokenOf(ana)
  github.inject({ operation: 'git/push', after: 1, times: 1, fault: { kind: 'drop' } })
  expect(await append(token, 1)).toMatchObject({ kind: 'appended', tries: 2 })
  github.inject({ operation: 'git/push', times: 1, fault: { kind: 'status', status: 503 } })
  expect(await append(token, 2)).toMatchObject({ kind: 'appended', tries: 2 })
  expect(await logWith(token).read(expected)).toMatchObject({ log: { verification: { findings: [], size: 3 } } })
})

test('a token that may only read does not append, and its refusal is told without the token', async () => {
  const reader = github.token({ permissions: { contents: 'read' }, repositories: [repo] })
  const outcome = await append(reader, 1)
  expect(outcome).toMatchObject({ kind: 'not-appended', tries: 1, why: expect.stringContaining('not granted') })
  expect(JSON.stringify(outcome)).not.toContain(reader)
})

test('without a token a private repository is not taken for one without a log', async () => {
  expect(await logWith(undefined).read(expected)).toMatchObject({ kind: 'unreadable' })
  expect(await append(undefined, 1)).toMatchObject({ kind: 'not-appended' })
})

test('a rule of the branch that refuses the push is told', async () => {
  const token = github.tokenOf(ana)
  await append(token, 1)
  await repo.protect('log')
  expect(await append(token, 2)).toMatchObject({
    kind: 'not-appended',
    tries: 1,
    why: expect.stringContaining('GH006'),
  })
})
