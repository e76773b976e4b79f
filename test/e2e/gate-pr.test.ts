import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PullRequestFacts } from '../../src/model/facts.ts'
import {
  account,
  apart,
  baseFiles,
  commit,
  type FactsPatch,
  facts,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  push,
  review,
  twoReviewers,
} from '../support/gate-facts.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
let work = ''
let base = ''

beforeAll(() => {
  work = sandbox.work('shop')
  for (const one of baseFiles(`${twoReviewers}\n${apart}`, 'deployment: {merging: true}')) {
    if ('bytes' in one) sandbox.write(work, one.path, Buffer.from(one.bytes))
  }
  base = sandbox.commit(work, 'Rules')
  // What lies in the work tree, or came later, is not what the base says.
  sandbox.write(
    work,
    'compliance/gate-rules.yaml',
    'apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: none, require: {approvals: 1}}]\n',
  )
  sandbox.commit(work, 'Fewer')
})
afterAll(() => sandbox.remove())

let count = 0
async function gate(patch: FactsPatch | string, args: readonly string[] = [], cwd = work) {
  const file = join(sandbox.folder, `facts-${count++}.json`)
  const snapshot = typeof patch === 'string' ? patch : JSON.stringify(onBase(facts(patch)))
  writeFileSync(file, snapshot)
  const result = await runCli(['gate', 'pr', '--facts', file, '--cwd', cwd, ...args], {
    env: { HOME: sandbox.folder },
  })
  rmSync(file)
  return result
}
const onBase = (snapshot: PullRequestFacts): PullRequestFacts => ({
  ...snapshot,
  pull: { ...snapshot.pull, base: { ...snapshot.pull.base, sha: base } },
})
const two = known([review('ana'), review('ben')])

test.each<[string, FactsPatch, number, string]>([
  ['two approvals', { reviews: two }, 0, 'Approved by ana and ben.'],
  ['one approval is taken away', { reviews: known([review('ana')]) }, 1, '1 of 2 approvals'],
  [
    'one approves an older commit',
    { reviews: known([review('ana'), review('ben', { commit: OLD })]) },
    1,
    'is of commit bbbbbbb',
  ],
  [
    'one approves, and it is pushed to',
    { reviews: two, headChanges: known([opened({ after: OLD }), push('2026-03-03T11:00:00Z')]) },
    1,
    'approve again',
  ],
  [
    'a co-author approves',
    {
      reviews: two,
      commits: known([
        commit({
          parties: [
            { as: 'author', account: account('ada') },
            { as: 'co-author', account: account('ben') },
          ],
        }),
      ]),
    },
    1,
    'is a co-author of commit aaaaaaa',
  ],
  [
    'one asks for changes',
    { reviews: known([...two.value, review('dan', { state: 'changes-requested' })]) },
    1,
    'Refused: dan asked for changes',
  ],
  ['an approver merges where merging deploys', { pull: merged('ana'), reviews: two }, 1, 'ana approved it and merged'],
  ['somebody else merges', { pull: merged('mia'), reviews: two }, 0, 'mia merged it and takes no other part'],
  ['commits are not known', { reviews: two, commits: notKnown }, 3, 'the list was cut'],
])('%s', async (_name, patch, status, says) => {
  // Of a merge that git does not know here, the rules have to be named.
  const result = await gate(patch, patch.pull?.merged === true ? ['--base', base] : [])
  expect(result).toMatchObject({ status, stderr: '' })
  expect(result.stdout).toContain(says)
})

test('JSON names rules, digests and what became of each review', async () => {
  const { stdout, status } = await gate({ reviews: two }, ['--format', 'json'])
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'countersign/gate-result/v1',
    rulesSha: base,
    factsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    decision: {
      verdict: 'approved',
      reviewers: [
        { person: 'ana', counted: 'yes' },
        { person: 'ben', counted: 'yes' },
      ],
    },
    posting: { kind: 'not-posted' },
  })
})

test('another commit, or a folder, can be the rules', async () => {
  expect(await gate({ reviews: known([review('ana')]) }, ['--base', 'main'])).toMatchObject({ status: 0 })
  expect(await gate({ reviews: known([review('ana')]) }, ['--rules', join(work, 'compliance')])).toMatchObject({
    status: 0,
  })
})

test.each([
  ['text that is no JSON', 'not json', 2, 'it is not JSON'],
  ['another form', '{"schema":"x"}', 2, 'does not hold facts'],
  ['keys that nobody knows', JSON.stringify({ ...facts(), extra: 1 }), 2, 'additional properties'],
  ['keys that change objects', `{"__proto__":{},${JSON.stringify(facts()).slice(1)}`, 2, 'additional properties'],
  ['a base that is not here', JSON.stringify(facts()), 3, 'git knows no commit'],
  ['a merge that is not here', JSON.stringify(facts({ pull: merged('mia') })), 3, 'is not in this repository'],
])('%s', async (_name, text, status, says) => {
  const result = await gate(text)
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toContain(says)
})

test('a base without rules decides nothing', async () => {
  const empty = sandbox.work('empty')
  const sha = sandbox.commit(empty, 'Nothing')
  const result = await gate({ reviews: two }, ['--base', sha], empty)
  expect(result).toMatchObject({ status: 3 })
  expect(result.stdout).toContain('There are no gate rules on main yet')
})

test.each([
  [[], 'One of --facts and --repo'],
  [['--repo', 'acme/shop'], '--repo needs --number'],
  [['--repo', 'acme', '--number', '1'], 'is not a repository'],
  [['--repo', 'acme/shop', '--number', '0'], '--number cannot be'],
  [['--facts', 'x', '--post'], 'go with --repo'],
  [['--facts', 'x', '--write-facts', 'y'], 'go with --repo'],
  [['--facts', 'x', '--number', '1'], '--number goes with --repo'],
  [['--facts', 'x', '--base', 'a', '--rules', 'b'], 'exclude each other'],
])('refuses %j', async (args, says) => {
  const result = await runCli(['gate', 'pr', ...args])
  expect(result).toMatchObject({ status: 2, stdout: '' })
  expect(result.stderr).toContain(says)
})
