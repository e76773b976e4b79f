import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import { goodPosture, keyEnvironment, known, unread } from '../support/posture-facts.ts'
import { runCli } from '../support/run-cli.ts'
import { examine, setUpRepository } from '../support/set-up-repository.ts'

describe('fault 39: a pull request from a fork runs the workflow', () => {
  let stage: Stage
  let key = ''
  beforeAll(async () => {
    stage = await openStage()
    const clone = stage.clone()
    const keyFile = join(stage.folder, 'log.key')
    await runCli(['evidence', 'init', '--key-file', keyFile], { cwd: clone, env: { HOME: stage.folder } })
    key = readFileSync(keyFile, 'utf8').trim()
    const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
    await stage.repo.commit('main', { files: { 'compliance/trust.policy': policy }, author: stage.users.ada })
    await record('push', await stage.github.payload.push(stage.repo.state, 'main'), { 'log-key': key })
  })
  afterAll(async () => {
    expectContractKept(stage.github)
    await stage.close()
  })

  const log = () =>
    stage.git(stage.repo.state.dir, 'for-each-ref', '--format=%(objectname)', 'refs/heads/compliance-evidence')
  const record = (name: string, payload: unknown, inputs: Readonly<Record<string, string>>) =>
    stage.run({
      workspace: stage.clone(),
      inputs: { mode: 'record', 'github-token': stage.tokenWith(recordPermissions), ...inputs },
      event: { name, payload },
    })

  test.each(['pull_request', 'pull_request_review'] as const)(
    'on %s: a dry run, even where it was given the key by mistake',
    async (event) => {
      const before = log()
      const pull = await stage.proposal()
      const asked = stage.github.requests.length
      const payload = stage.github.payload.pullRequest(pull, 'opened')
      const result = await record(event, payload, { 'log-key': key, collect: 'all' })
      expect(result).toMatchObject({ status: 3, stderr: '', outputs: { verdict: 'not-determined' } })
      expect(result.summary).toContain(`Dry run. Nothing is recorded on ${event}:`)
      expect(result.visible).not.toContain(key)
      expect([log(), stage.github.requests.length]).toEqual([before, asked])
    },
  )

  test('whatever event it claims, without the key nothing is appended', async () => {
    const before = log()
    await stage.repo.commit('main', { files: { 'more.txt': 'more' }, author: stage.users.ada })
    const result = await record('push', await stage.github.payload.push(stage.repo.state, 'main'), {})
    expect(result.status).not.toBe(0)
    expect(log()).toBe(before)
  })

  test('a token that may only read pushes nothing, and the run says so', async () => {
    const before = log()
    const result = await stage.run({
      workspace: stage.clone(),
      inputs: {
        mode: 'record',
        'log-key': key,
        'github-token': stage.tokenWith({ ...recordPermissions, contents: 'read' }),
      },
      event: { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
    })
    expect(result.status).toBe(5)
    expect(log()).toBe(before)
  })
})

describe('fault 40: a workflow is edited on a branch to leak the key', () => {
  const record = '.github/workflows/countersign-record.yml'
  const codesOf = async (around: Parameters<typeof examine>[1], edit: (text: string) => string = (text) => text) => {
    const texts = await setUpRepository()
    const edited = { ...texts, [record]: edit(texts[record] ?? '') }
    const { report } = await examine(edited, around)
    return {
      items: report.items.map(({ code, severity }) => `${code} ${severity}`),
      open: report.notDetermined.map(({ check }) => check),
    }
  }
  const environments = (...of: Parameters<typeof keyEnvironment>) => ({
    posture: goodPosture({ environments: known([keyEnvironment(...of)]) }),
  })

  test('the environment gives the key to the protected branch alone: that is what init sets up', async () => {
    expect(await codesOf({ posture: goodPosture() })).toEqual({ items: [], open: [] })
  })

  test.each([
    [
      'a key outside of an environment',
      {},
      (text: string) => text.replace('    environment: compliance\n', ''),
      'DOC-044 error',
    ],
    ['an environment for every branch', environments({ branches: known('any') }), undefined, 'DOC-103 error'],
    [
      'an environment that does not hold the key',
      environments({ secrets: known(['OTHER']) }),
      undefined,
      'DOC-103 error',
    ],
  ] as const)('doctor finds %s', async (_what, around, edit, wanted) => {
    expect((await codesOf(around, edit)).items).toContain(wanted)
  })

  test('doctor does not take what it cannot read for safe', async () => {
    expect((await codesOf(environments({ branches: unread('HTTP 403') }))).open).toContain('DOC-103')
  })
})
