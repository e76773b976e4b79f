import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { baseFiles, facts, known, review, twoReviewers } from '../support/gate-facts.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
let shop = ''
let started = ''
beforeAll(async () => {
  shop = sandbox.work('shop')
  for (const one of baseFiles(twoReviewers)) {
    if ('bytes' in one) sandbox.write(shop, one.path, Buffer.from(one.bytes))
  }
  sandbox.commit(shop, 'Two reviewers')
  // What lies here is not committed yet.
  sandbox.write(
    shop,
    'compliance/gate-rules.yaml',
    'apiVersion: countersign/v1\nkind: GateRules\nrules:\n  - {id: one, require: {approvals: 1}}\n',
  )
  started = sandbox.work('started')
  const init = [
    'init',
    '--cwd',
    started,
    '--organisation',
    'Example Ltd',
    '--person',
    'ana:Ana Souza:ana-souza',
    '--protected-branch',
    'trunk',
  ]
  expect(await runCli(init, { env: { HOME: sandbox.folder } })).toMatchObject({ status: 0 })
})
afterAll(() => sandbox.remove())

const head = 'apiVersion: countersign/v1\nkind: GateCases\nasOf: 2026-03-03\n'
let count = 0
function write(text: string | Buffer): string {
  const file = join(sandbox.folder, `cases-${count++}.yaml`)
  writeFileSync(file, text)
  return file
}
const run = (args: readonly string[], cwd = shop) =>
  runCli(['gate', 'test', ...args, '--cwd', cwd], { env: { HOME: sandbox.folder } })
const oneIsEnough = `${head}cases:\n  - name: one is enough\n    given: {approvals: [ana]}\n    expect: {verdict: approved}\n`

test('a new program passes the cases that come with it, whatever its branch is called', async () => {
  const result = await run([join(started, 'compliance/gate-cases.yaml')], started)
  expect(result).toMatchObject({ status: 0, stderr: '' })
  expect(result.stdout).toMatch(/^✓ The technical lead and the security reviewer approve\n/)
  expect(result.stdout).toMatch(/\n\d\d passed, 0 failed\.\n$/)
  const check = await runCli(['check', '--cwd', started], { env: { HOME: sandbox.folder } })
  expect(check).toMatchObject({ status: 0 })
})

test('the rules are those that lie here, or those of a commit', async () => {
  const file = write(oneIsEnough)
  expect(await run([file])).toMatchObject({ status: 0, stderr: '' })
  const before = await run([file, '--base', 'HEAD'])
  expect(before).toMatchObject({ status: 1, stderr: '' })
  expect(before.stdout).toContain(
    `✗ one is enough\n    ${file}:5:11\n    verdict: expected approved, is pending\n    the gate says: Waiting: two-reviewers: 1 of 2`,
  )
  expect(await run([file, '--rules', join(shop, 'compliance')])).toMatchObject({ status: 0 })
})

test('facts that were kept are cases too', async () => {
  mkdirSync(join(sandbox.folder, 'kept'))
  writeFileSync(join(sandbox.folder, 'kept', 'one.json'), JSON.stringify(facts({ reviews: known([review('ana')]) })))
  const file = write(
    `${head}cases:\n  - {name: kept, facts: kept/one.json, expect: {verdict: approved, counted: [ana]}}\n`,
  )
  expect(await run([file])).toMatchObject({ status: 0, stderr: '' })
})

test('several files, for programs', async () => {
  const files = [
    write(oneIsEnough),
    write(oneIsEnough.replace('one is enough', 'again').replace('approved', 'pending')),
  ]
  const json = await run([...files, '--format', 'json'])
  expect(json).toMatchObject({ status: 1, stderr: '' })
  expect(JSON.parse(json.stdout)).toMatchObject({ counts: { passed: 1, failed: 1, unusable: 0 } })
  const junit = await run([...files, '--format', 'junit'])
  expect(junit.stdout).toContain('<testcase name="again"')
  const github = await run([...files, '--format', 'github'])
  expect(github.stdout).toMatch(
    /^::error file=.*cases-\d+\.yaml,line=5,.*title=Case of the gate failed::again%0Averdict/,
  )
})

test.each<[string, () => readonly string[], number, string]>([
  ['no file', () => [], 2, 'The argument FILE is missing'],
  ['a file that is not there', () => ['nowhere.yaml'], 2, 'There is no file nowhere.yaml'],
  ['an option nobody knows', () => [write(oneIsEnough), '--strict'], 2, 'Unknown option `--strict`'],
  ['a form nobody knows', () => [write(oneIsEnough), '--format', 'sarif'], 2, '--format cannot be `sarif`'],
  ['two sources of rules', () => [write(oneIsEnough), '--base', 'HEAD', '--rules', '.'], 2, 'exclude each other'],
  ['a commit that is not here', () => [write(oneIsEnough), '--base', 'f'.repeat(40)], 3, 'git knows no commit'],
  ['a folder without a program', () => [write(oneIsEnough), '--rules', sandbox.path('kept')], 2, 'There is no program'],
])('refuses %s', async (_name, args, status, says) => {
  const result = await run(args())
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toContain(says)
})

test.each<[string, () => string | Buffer, number, string]>([
  ['an empty file', () => '', 2, 'The file holds no cases'],
  ['no case', () => `${head}cases: []\n`, 3, 'Nothing was tested: there is no case.'],
  ['text that is no YAML', () => '{', 2, '? the file'],
  ['bytes that are no text', () => Buffer.from([0xff, 0x00]), 2, '? the file'],
  [
    'a name that nobody has',
    () => oneIsEnough.replace('[ana]', '[anna]'),
    2,
    'Nobody in People has the id anna. Did you mean `ana`?',
  ],
  [
    'cases without people',
    () => `${head}people: []\ncases:\n  - {name: x, given: {approvals: [ana]}, expect: {verdict: pending}}\n`,
    2,
    'Nobody in People has the id ana',
  ],
  ['a huge file', () => Buffer.alloc(9 * 1024 * 1024, '# a\n'), 2, '? the file'],
  ['a deep file', () => `${head}cases: ${'['.repeat(5000)}${']'.repeat(5000)}\n`, 2, '? the file'],
  [
    'too many cases',
    () =>
      `${head}cases:\n${Array.from({ length: 1001 }, (_, index) => `  - {name: c${index}, expect: {verdict: pending}}\n`).join('')}`,
    2,
    '? the file',
  ],
])('%s', async (_name, text, status, says) => {
  const result = await run([write(text())])
  expect(result).toMatchObject({ status, stderr: '' })
  expect(result.stdout).toContain(says)
})

test('cases in the program are no record of it, and mistakes in them are found', async () => {
  sandbox.write(shop, 'compliance/cases.yaml', oneIsEnough)
  const good = await runCli(['check', '--cwd', shop, '--format', 'json'], { env: { HOME: sandbox.folder } })
  const findings = (text: string) =>
    (JSON.parse(text) as { items: { at: { file: string }; code: string }[] }).items.filter(
      ({ at }) => at.file === 'compliance/cases.yaml',
    )
  expect(findings(good.stdout)).toEqual([])
  sandbox.write(shop, 'compliance/cases.yaml', oneIsEnough.replace('approvals', 'approval'))
  const bad = await runCli(['check', '--cwd', shop, '--format', 'json'], { env: { HOME: sandbox.folder } })
  expect(findings(bad.stdout)).toMatchObject([{ code: 'SCH-001' }])
})
