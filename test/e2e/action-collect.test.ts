import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import { runCli } from '../support/run-cli.ts'

let stage: Stage
let key = ''
let reader = ''
beforeAll(async () => {
  stage = await openStage()
  const clone = stage.clone()
  const keyFile = join(stage.folder, 'log.key')
  await runCli(['evidence', 'init', '--key-file', keyFile], { cwd: clone, env: { HOME: stage.folder } })
  key = readFileSync(keyFile, 'utf8').trim()
  const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
  await stage.repo.commit('main', { files: { 'compliance/trust.policy': policy }, author: stage.users.ada })
  const { users } = stage
  const acme = stage.github.world.accounts.find(({ login }) => login === 'acme')
  acme?.members.set(users.mia.id, { role: 'admin', state: 'active' })
  stage.github.world.inventory.without2fa.add(users.mia.id)
  stage.github.list('secret-scanning/list-alerts-for-repo', 'acme/shop', [stage.github.views.secretAlert(1)])
  const permissions = ['members', 'vulnerability_alerts', 'security_events', 'secret_scanning_alerts']
  reader = stage.github.appToken('reader', Object.fromEntries(permissions.map((name) => [name, 'read'])))
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

const record = async (collect: string, token = reader) =>
  stage.run({
    workspace: stage.clone(),
    inputs: {
      ...{ mode: 'record', 'log-key': key, 'github-token': stage.tokenWith(recordPermissions) },
      ...{ collect, 'collect-token': token },
    },
    event: { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
  })
const inLog = (text: string, folder = '.') =>
  stage.git(stage.repo.state.dir, 'grep', '-h', '-e', text, 'refs/heads/compliance-evidence', '--', folder)

test('what is asked for is read with its own token, recorded and said, and what drifted', async () => {
  const first = await record('access-list, findings')
  expect(first).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
  const host = new URL(stage.github.url).host.replaceAll(':', '-')
  expect(first.summary).toContain(`access-list of ${host}/acme: `)
  expect(first.outputs['summary']).toMatch(/3 datasets read; score /)
  expect(first.stdout).toContain('Drift: these are the first documents.')
  expect(inLog('"account":"mia"', 'attachments').split('\n')).toContain(
    '{"account":"mia","createdAt":null,"kind":"person","lastUsedAt":null,"mfa":false,"privileged":true,"role":"owner","scope":null,"status":"active"}',
  )
  expect(inLog('')).not.toContain('canary')
  expect(first.visible).not.toContain('canary')

  const second = await record('access-list, findings')
  expect(second.status).toBe(0)
  expect(second.stdout).toContain('Nothing new: all records are in the log.')
  expect(second.stdout).toMatch(/Drift: nothing changed since \d{4}-\d\d-\d\d\./)
})

test('what its token may not read is not determined, and recorded as that', async () => {
  const result = await record('teams tokens', stage.tokenWith({ contents: 'read', actions: 'read' }))
  expect(result).toMatchObject({ status: 3, outputs: { verdict: 'not-determined' } })
  expect(result.stdout).toContain('  deploy keys: The forge refused to list the deploy keys')
  expect(result.outputs['summary']).toMatch(/3 datasets read, 3 not whole/)
  expect(inLog('"result":"not-determined"', 'entries')).toContain('"dataset":"tokens"')
})

test.each([
  ['everything', 'The input `collect` cannot have `everything`'],
  ['SRC-NONE', 'declares no source SRC-NONE'],
])('collect: %s is refused', async (collect, says) => {
  const result = await record(collect)
  expect(result.status).toBe(2)
  expect(result.visible).toContain(says)
})
