import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { recordedPulls } from '../support/recorded-pulls.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
let shop: ReturnType<typeof recordedPulls>
let changed: ReturnType<typeof recordedPulls>
beforeAll(async () => {
  shop = recordedPulls(sandbox, 'shop')
  await shop.record(shop.merge(['ana', 'ben']), shop.merge(['ana']))
  shop.write('compliance/people.yaml', 'apiVersion: countersign/v1\nkind: People\npeople: []\n')
  shop.commit('Everybody has left')
  changed = recordedPulls(sandbox, 'changed')
  await changed.recordChanged(changed.merge(['ana']), (made) => ({
    ...made,
    record: {
      ...made.record,
      predicate: { ...made.record.predicate, data: { ...made.record.predicate.data, verdict: 'approved' } } as never,
    },
  }))
})
afterAll(() => sandbox.remove())

const replay = (cwd: string, ...args: readonly string[]) =>
  runCli(['gate', 'replay', '--cwd', cwd, ...args], { env: { HOME: sandbox.folder } })

test('every recorded pull request is decided again', async () => {
  const result = await replay(shop.work, '--all')
  expect(result).toMatchObject({ status: 0, stderr: '' })
  expect(result.stdout).toBe(`Decided again: 2 same, 0 different, 0 not determined.
record 1: #7 change.merged of 2026-03-05T00:00:00Z: same: approved
record 2: #8 change.merged of 2026-03-05T00:00:00Z: same: waiting
The evidence log is local and not signed: nobody vouches for it.
`)
})

test('one of them, as data', async () => {
  const { stdout, status } = await replay(shop.work, '2', '--format', 'json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'countersign/gate-replay/v1',
    records: [{ index: 2, pull: 8, recorded: 'pending', verdict: 'pending', outcome: 'same', remarks: [] }],
  })
})

test('a record that says otherwise is found', async () => {
  const result = await replay(changed.work, '--all')
  expect(result).toMatchObject({ status: 1, stderr: '' })
  expect(result.stdout).toContain(
    'DIFFERENT: approved, now waiting\n  record/verdict: recorded "approved", now "pending"',
  )
})

test('a clone without the commits of the rules decides nothing, and says so', async () => {
  const shallow = sandbox.path('shallow')
  sandbox.run(sandbox.folder, 'clone', '--quiet', '--depth', '1', `file://${shop.work}`, shallow)
  const result = await replay(shallow, '--all', '--remote', shop.work)
  expect(result).toMatchObject({ status: 3, stderr: '' })
  expect(result.stdout).toContain('0 same, 0 different, 2 not determined')
  expect(result.stdout).toMatch(/commit [0-9a-f]{40}, whose rules applied, is not in this repository/)
})

test.each<[string, readonly string[], number, string]>([
  ['nothing chosen', [], 2, 'It is not clear what to decide again'],
  ['two choices', ['1', '--all'], 2, 'It is not clear what to decide again'],
  ['a record that is not there', ['77'], 2, 'The log has no record 77'],
  ['a record of another kind', ['0'], 2, 'is log.created'],
  ['no number', ['--pull', 'seven'], 2, '--pull cannot be `seven`'],
  ['an option nobody knows', ['--everything'], 2, 'Unknown option `--everything`'],
])('refuses %s', async (_name, args, status, says) => {
  const result = await replay(shop.work, ...args)
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toContain(says)
})

test('without a log, or without a repository', async () => {
  const empty = sandbox.work('empty')
  sandbox.commit(empty, 'Nothing')
  expect(await replay(empty, '--all')).toMatchObject({ status: 3, stdout: '' })
  expect(await replay(sandbox.folder, '--all')).toMatchObject({ status: 2, stdout: '' })
})
