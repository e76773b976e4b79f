import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PullRequestFacts } from '../../src/model/facts.ts'
import { openStage, type Stage } from '../support/action-stage.ts'
import { apart, baseFiles, type FactsPatch, facts, HEAD, known, review, twoReviewers } from '../support/gate-facts.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
let work = ''
let base = ''
let stage: Stage
beforeAll(async () => {
  work = sandbox.work('shop')
  for (const one of baseFiles(`${twoReviewers}\n${apart}`, 'deployment: {merging: true}')) {
    if ('bytes' in one) sandbox.write(work, one.path, Buffer.from(one.bytes))
  }
  base = sandbox.commit(work, 'Rules')
  stage = await openStage()
})
afterAll(async () => {
  sandbox.remove()
  await stage.close()
})

let count = 0
function keep(patch: FactsPatch = {}): string {
  const snapshot: PullRequestFacts = facts({ ...patch, pull: { ...patch.pull, base: { ref: 'main', sha: base } } })
  const file = join(sandbox.folder, `facts-${count++}.json`)
  writeFileSync(file, JSON.stringify(snapshot))
  return file
}
const simulate = (args: readonly string[], patch?: FactsPatch) =>
  runCli(['gate', 'simulate', '--facts', keep(patch), '--cwd', work, ...args], { env: { HOME: sandbox.folder } })

test.each<[string, readonly string[], number, string]>([
  ['two approve', ['--approve', '@ana', '--approve', '@ben'], 0, 'After:  Approved by ana and ben.'],
  ['a push first', ['--push', '--approve', '@ana', '--approve', 'ben'], 0, 'Approved by ana and ben.'],
  ['a push afterwards', ['--approve', '@ana', '--approve', '@ben', '--push'], 1, '0 of 2'],
  ['a push between', ['--approve', '@ana', '--push', '--approve', '@ben'], 1, '1 of 2'],
  ['a push by an approver', ['--push-by', '@ana', '--approve=@ana', '--approve', '@ben'], 1, '1 of 2'],
  ['of another commit', ['--approve', '@ana', '--approve', `@ben@${HEAD.slice(0, 9)}`], 0, 'Approved'],
  ['a veto', ['--request-changes', '@dan'], 1, 'Refused: dan asked for changes'],
  ['and its end', ['--request-changes', '@dan', '--dismiss', '@dan@cleo'], 1, 'Waiting'],
  [
    'a merge by an approver',
    ['--approve', '@ana', '--approve', '@ben', '--merge-by', '@ben'],
    1,
    'ben approved it and merged',
  ],
  [
    'somebody nobody knows',
    ['--approve', '@ana', '--approve', '@zoe'],
    3,
    'Neither the facts nor People know the account zoe',
  ],
  ['who may write', ['--approve', '@ana', '--approve', '@zoe', '--permission', 'write'], 0, 'Approved by ana and zoe.'],
  ['with a label', ['--label', 'a @ b@ana', '--approve', '@ana'], 1, 'ana sets the label a @ b'],
  ['later', ['--as-of', '2026-04-01', '--approve', '@ana'], 1, '2026-04-01T00:00:01Z ana approves'],
])('%s', async (_name, args, status, says) => {
  const result = await simulate(args)
  expect(result).toMatchObject({ status, stderr: '' })
  expect(result.stdout).toMatch(/^Before: Waiting/)
  expect(result.stdout).toContain(says)
})

test.each([
  [[], 'Nothing is to happen'],
  [['--approve'], 'The option --approve needs a value'],
  [['--approve', ''], '--approve cannot be'],
  [['--approve', '@ana@@ben'], '--approve cannot be `@ana@@ben`'],
  [['--approve', '@ana@main'], '--approve cannot be `@ana@main`'],
  [['--approve', '../ana'], '--approve cannot be'],
  [['--approve', '@ana@abcdef0'], 'The facts know no commit abcdef0'],
  [['--dismiss', '@ana'], 'Ana has given no review that could be dismissed'],
  [['--merge-by', '@mia', '--push'], 'it is merged'],
  [['--label', '@ana'], '--label cannot be `@ana`'],
  [['--as-of', 'tomorrow'], '--as-of cannot be `tomorrow`'],
  [['--as-of', '2026-02-30'], '--as-of cannot be `2026-02-30`'],
  [['--as-of', '2020-01-01'], 'in the order in which they are written'],
  [['--permission', 'owner', '--push'], '--permission cannot be `owner`'],
  [['--approved', '@ana'], 'Unknown option `--approved`'],
  [['--push=@ana'], '--push takes no value'],
  [['--push', '--post'], 'Unknown option `--post`'],
  [Array.from({ length: 201 }, () => '--push'), 'There are 201 events'],
])('refuses %j', async (args, says) => {
  const result = await simulate(args)
  expect(result).toMatchObject({ status: 2, stdout: '' })
  expect(result.stderr).toContain(says)
})

test('markdown and json say the same', async () => {
  const args = ['--approve', '@ben']
  const patch = { reviews: known([review('ana')]) }
  const markdown = await simulate([...args, '--format', 'markdown'], patch)
  expect(markdown).toMatchObject({ status: 0, stderr: '' })
  expect(markdown.stdout).toContain('### Simulation: waiting, then approved')
  const json = await simulate([...args, '--format', 'json'], patch)
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: 'countersign/gate-simulation/v1',
    before: { verdict: 'pending' },
    after: { verdict: 'approved' },
    changes: { nodes: [{ path: 'two-reviewers/require/approvals', before: 'pending', after: 'approved' }] },
  })
})

test('of a pull request on the forge, and nothing is posted there', async () => {
  const pull = await stage.proposal()
  const result = await runCli(
    [
      'gate',
      'simulate',
      '--repo',
      'acme/shop',
      '--number',
      String(pull.number),
      '--approve',
      '@ana',
      '--approve',
      '@ben',
      '--permission',
      'write',
    ],
    { env: { ...stage.environment(), GITHUB_TOKEN: stage.token } },
  )
  expect(result).toMatchObject({ status: 0, stderr: '' })
  expect(result.stdout).toContain('After:  Approved by ana and ben.')
  expect(stage.status(pull.headSha)).toBeUndefined()
  expect(stage.repo.state.statuses).toEqual([])
})
