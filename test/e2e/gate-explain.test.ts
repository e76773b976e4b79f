import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/action-stage.ts'
import { facts } from '../support/gate-facts.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Pull } from '../support/github/world.ts'
import { runCli } from '../support/run-cli.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

let files = 0
const newFile = () => join(stage.folder, `facts-${files++}.json`)
const environment = () => ({ env: { ...stage.environment(), GITHUB_TOKEN: stage.token, HOME: stage.folder } })
const at = (pull: Pull) => ['--repo', 'acme/shop', '--number', String(pull.number)]
const decisionOf = (stdout: string) => (JSON.parse(stdout) as { decision: unknown }).decision

/** What the gate says of one pull request, asked in each way. */
async function everyWay(pull: Pull) {
  const file = newFile()
  const asked = await runCli(['gate', 'pr', ...at(pull), '--write-facts', file, '--format', 'json'], environment())
  const cwd = stage.clone()
  const offline = await runCli(['gate', 'pr', '--facts', file, '--cwd', cwd, '--format', 'json'])
  const explained = await runCli(['gate', 'explain', '--facts', file, '--cwd', cwd, '--format', 'json'])
  const action = await stage.gate(pull)
  return { file, cwd, asked, offline, explained, action }
}

test.each<[string, string, (pull: Pull) => unknown]>([
  ['waiting', 'pending', (pull) => stage.repo.review(pull, stage.users.ana, 'APPROVED')],
  [
    'approved',
    'approved',
    (pull) => [
      stage.repo.review(pull, stage.users.ana, 'APPROVED'),
      stage.repo.review(pull, stage.users.ben, 'APPROVED'),
    ],
  ],
  ['refused', 'refused', (pull) => stage.repo.review(pull, stage.users.cleo, 'CHANGES_REQUESTED')],
  [
    'merged by an approver',
    'refused',
    async (pull) => {
      stage.repo.review(pull, stage.users.ana, 'APPROVED')
      stage.repo.review(pull, stage.users.ben, 'APPROVED')
      await stage.repo.merge(pull, stage.users.ben)
    },
  ],
])('the forge, the Action and kept facts give one verdict: %s', async (_name, verdict, prepare) => {
  const pull = await stage.proposal()
  await prepare(pull)
  const { file, cwd, asked, offline, explained, action } = await everyWay(pull)
  const status = verdict === 'approved' ? 0 : 1
  for (const result of [asked, offline, explained]) expect(result).toMatchObject({ status, stderr: '' })
  expect(decisionOf(asked.stdout)).toMatchObject({ verdict })
  expect(decisionOf(offline.stdout)).toEqual(decisionOf(asked.stdout))
  expect(decisionOf(explained.stdout)).toEqual(decisionOf(asked.stdout))
  expect(action.outputs['verdict']).toBe(verdict)
  const result = JSON.parse(offline.stdout) as { factsDigest: string; rulesSha: string; decisionDigest: string }
  expect(result).toMatchObject({
    factsDigest: createHash('sha256').update(readFileSync(file)).digest('hex'),
    rulesSha: (JSON.parse(asked.stdout) as typeof result).rulesSha,
    decisionDigest: (JSON.parse(asked.stdout) as typeof result).decisionDigest,
  })
  // A folder without git has the rules as they lie there.
  rmSync(join(cwd, '.git'), { recursive: true })
  const byFolder = await runCli(['gate', 'explain', '--facts', file, '--rules', cwd, '--format', 'json'])
  expect(decisionOf(byFolder.stdout)).toEqual(decisionOf(asked.stdout))
})

test('text and Markdown begin with what unblocks it, and name everybody who tried', async () => {
  const pull = await stage.proposal({ title: 'Add \u001b[31m | <b>' })
  stage.repo.review(pull, stage.users.ana, 'APPROVED')
  stage.repo.review(pull, stage.users.ada, 'COMMENTED')
  const text = await runCli(['gate', 'explain', ...at(pull)], environment())
  expect(text).toMatchObject({ status: 1, stderr: '' })
  expect(text.stdout).toMatch(/^Waiting: two-reviewers: 1 of 2 approvals; 1 more needed/)
  expect(text.stdout).toContain('\nWho reviewed\n')
  expect(text.stdout).toContain('  ana: approved, counted: for two-reviewers\n    http://')
  expect(text.stdout).not.toContain('\u001b')
  const markdown = await runCli(['gate', 'explain', ...at(pull), '--format', 'markdown'], environment())
  expect(markdown.stdout).toMatch(/^### Waiting: two-reviewers/)
  expect(markdown.stdout).toContain('| ana | approved | counted |')
  expect(markdown.stdout).not.toContain('<b>')
})

test('facts are never written over a file that is there, nor into a folder that is not', async () => {
  const pull = await stage.proposal()
  const file = newFile()
  writeFileSync(file, 'mine')
  const there = await runCli(['gate', 'pr', ...at(pull), '--write-facts', file], environment())
  expect(there).toMatchObject({ status: 2, stdout: '' })
  expect(there.stderr).toContain('exists already')
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test.each<[string, string, number, string]>([
  ['no JSON', 'not json', 2, 'it is not JSON'],
  ['nothing', '', 2, 'it is not JSON'],
  ['another form', '{"schema":"x"}', 2, 'does not hold facts'],
  ['text that is not UTF-8', Buffer.from([0x7b, 0xff]).toString('latin1'), 2, 'cannot be read'],
  ['a base that is not here', JSON.stringify(facts()), 3, 'git knows no commit'],
])('explains nothing from %s', async (name, text, status, says) => {
  const file = newFile()
  writeFileSync(file, text, name.includes('UTF-8') ? 'latin1' : 'utf8')
  const result = await runCli(['gate', 'explain', '--facts', file, '--cwd', stage.clone()])
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toContain(says)
})

test.each([
  [['--facts', '/nowhere/facts.json'], 'cannot be read'],
  [['--facts', '.'], 'cannot be read'],
  [['--facts', 'x', '--post'], 'Unknown option `--post`'],
  [['--repo', 'acme/shop'], '--repo needs --number'],
  [[], 'One of --facts and --repo'],
  [['--facts', 'x', '--format', 'yaml'], '--format cannot be `yaml`'],
])('refuses %j', async (args, says) => {
  const result = await runCli(['gate', 'explain', ...args])
  expect(result).toMatchObject({ status: 2, stdout: '' })
  expect(result.stderr).toContain(says)
})
