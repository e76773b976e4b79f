import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { octokitPosture } from '../../../src/adapters/octokit-posture.ts'
import type { PostureFacts } from '../../../src/model/posture-facts.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Ruleset } from '../../support/github/world.ts'

let github: FakeGitHub
let shop: RepoHandle
let ana: Account
let rules: Ruleset

beforeEach(async () => {
  github = await startGitHub()
  ana = github.user('ana', { role: 'admin' })
  shop = await github.repo('acme/shop', { private: true })
  await shop.commit('main', { files: { CODEOWNERS: '* @ana\n' }, author: ana })
  rules = shop.ruleset('main', {
    rules: [
      { type: 'deletion' },
      { type: 'required_signatures' },
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'gate', integration_id: 5 }, { context: 'ci' }],
          strict_required_status_checks_policy: true,
        },
      },
    ],
    bypass: [{ actor_id: null, actor_type: 'DeployKey' }],
  })
  shop.environment('compliance').branches = [{ name: 'main', type: 'branch' }]
})
afterEach(async () => {
  expectContractKept(github)
  await github.close()
})

const repository = { owner: 'acme', name: 'shop' }
const question = { protectedBranch: 'main', branches: ['main', 'log', 'main'], keyEnvironments: ['Compliance'] }
const read = (token = github.tokenOf(ana), of = repository): Promise<PostureFacts> =>
  octokitPosture({
    baseUrl: `${github.url}/api/v3`,
    token,
    userAgent: 'countersign-test',
    limits: { secondMs: 1 },
  }).posture(of, question)

test('one snapshot, with each branch once', async () => {
  const { branches, rulesets, environments, ...facts } = await read()
  expect(facts).toMatchObject({
    repository: { value: { isPrivate: true, mergeMethods: ['merge', 'squash', 'rebase'], autoMerge: false } },
    actions: { value: { enabled: true, allowed: 'all', fullCommitIds: false } },
    actionsApp: { value: 15_368 },
    workflowToken: { value: { mayWrite: false, mayApprove: false } },
    forkWorkflows: { value: { of: 'private', run: false } },
    codeOwnersFaults: { value: [] },
    administrators: { value: [{ login: 'ana', isBot: false, isOutside: true }] },
    secrets: { value: [] },
  })
  const content = [
    { kind: 'deletion' },
    { kind: 'other', name: 'required_signatures' },
    {
      kind: 'statuses',
      statuses: [
        { context: 'gate', app: 5 },
        { context: 'ci', app: null },
      ],
      strict: true,
    },
  ]
  expect(branches).toEqual([
    {
      name: 'main',
      protection: { known: true, value: null },
      rules: { known: true, value: content.map((rule) => ({ ...rule, ruleset: rules.id, source: 'acme/shop' })) },
    },
    {
      name: 'log',
      protection: { known: false, why: expect.stringContaining('There is no branch log yet') },
      rules: { known: true, value: [] },
    },
  ])
  expect(rulesets).toMatchObject({
    value: [{ enforcement: 'active', bypass: { value: [{ kind: 'deploy-key', id: null, mode: 'always' }] } }],
  })
  expect(environments).toMatchObject({
    value: [{ name: 'compliance', branches: { value: [{ pattern: 'main', of: 'branch' }] }, secrets: { value: [] } }],
  })
})

test('lists are read to their last page', async () => {
  for (let at = 0; at < 120; at += 1) shop.environment(`pr-${at}`)
  for (let at = 0; at < 101; at += 1) shop.state.secrets.push(`S${at}`)
  const { environments, secrets } = await read()
  expect(environments.known && environments.value.length).toBe(121)
  expect(secrets.known && secrets.value.length).toBe(101)
})

test('more than can be looked at is not known, never the first of them', async () => {
  for (let at = 0; at < 200; at += 1) {
    shop.environment(`pr-${at}`)
    shop.ruleset(`r-${at}`)
  }
  const { environments, rulesets } = await read()
  expect(environments).toEqual({ known: false, why: 'There are more than 200 environments.' })
  expect(rulesets).toEqual({ known: false, why: 'There are more than 200 rulesets.' })
})

/** Every part of a snapshot, with what it is read by, and the answer that is no such thing. */
const parts: readonly (readonly [operation: string, part: (facts: PostureFacts) => unknown, nonsense: unknown])[] = [
  ['repos/get', (facts) => facts.repository, { private: 'yes' }],
  ['repos/get', (facts) => facts.forkWorkflows, []],
  ['repos/get', (facts) => facts.secrets, []],
  ['repos/get-branch-rules', (facts) => facts.branches[0]?.rules, [{ type: 'pull_request' }]],
  ['repos/get-branch-rules', (facts) => facts.branches[0]?.rules, [{ type: 7 }]],
  ['repos/get-branch-protection', (facts) => facts.branches[0]?.protection, { required_status_checks: { checks: 1 } }],
  ['repos/get-repo-rulesets', (facts) => facts.rulesets, [{ id: 0, name: 'x' }]],
  ['repos/get-repo-ruleset', (facts) => first(facts.rulesets)?.rules, { rules: {} }],
  ['repos/get-repo-ruleset', (facts) => first(facts.rulesets)?.bypass, { rules: [], bypass_actors: 'nobody' }],
  ['repos/get-repo-ruleset', (facts) => first(facts.rulesets)?.refs, { rules: [], conditions: { ref_name: [] } }],
  ['repos/get-all-environments', (facts) => facts.environments, { total_count: 2, environments: [] }],
  [
    'repos/list-deployment-branch-policies',
    (facts) => first(facts.environments)?.branches,
    { total_count: 1, branch_policies: [{}] },
  ],
  ['actions/list-environment-secrets', (facts) => first(facts.environments)?.secrets, { total_count: 0 }],
  ['actions/get-github-actions-permissions-repository', (facts) => facts.actions, { enabled: 'yes' }],
  [
    'actions/get-github-actions-default-workflow-permissions-repository',
    (facts) => facts.workflowToken,
    { default_workflow_permissions: 'admin', can_approve_pull_request_reviews: false },
  ],
  ['apps/get-by-slug', (facts) => facts.actionsApp, { id: '15368' }],
  ['actions/get-private-repo-fork-pr-workflows-settings-repository', (facts) => facts.forkWorkflows, {}],
  ['actions/list-repo-secrets', (facts) => facts.secrets, { total_count: 1, secrets: [] }],
  ['actions/list-repo-organization-secrets', (facts) => facts.secrets, []],
  ['repos/codeowners-errors', (facts) => facts.codeOwnersFaults, {}],
  ['repos/list-collaborators', (facts) => facts.administrators, [{ login: 7 }]],
]
const first = <T>(reading: { known: true; value: readonly T[] } | { known: false }) =>
  reading.known ? reading.value[0] : undefined

describe('what could not be read is said, and nothing is thrown', () => {
  test.each(parts)('%s', async (operation, part, nonsense) => {
    await shop.protect('main')
    expect(part(await read())).toMatchObject({ known: true })
    for (const fault of [
      { kind: 'status', status: 403 },
      { kind: 'status', status: 404 },
      { kind: 'body', change: () => nonsense },
    ] as const) {
      const withdraw = github.inject({ operation, fault })
      const facts = await read()
      withdraw()
      // 404 is also the answer where there is none of it.
      const isNone = fault.kind === 'status' && fault.status === 404 && /protection$|codeowners/.test(operation)
      expect(part(facts)).toEqual(isNone ? { known: true, value: null } : { known: false, why: expect.any(String) })
    }
  })

  test('a server in trouble', async () => {
    github.inject({ operation: 'repos/get-repo-rulesets', fault: { kind: 'status', status: 502 } })
    expect((await read()).rulesets).toEqual({ known: false, why: expect.stringContaining('HTTP 502') })
  })

  test('branch protection that a token may not see is not taken for none', async () => {
    await shop.protect('main')
    const hidden = { operation: 'repos/get-branch-protection', fault: { kind: 'status', status: 404 } } as const
    github.inject(hidden)
    const token = github.token({ permissions: { contents: 'read' } })
    const { branches } = await read(token)
    expect(branches[0]?.protection).toMatchObject({ known: false })
    expect((await read()).branches[0]?.protection).toEqual({ known: true, value: null })
  })

  test('a repository that is not there, and no forge at all', async () => {
    for (const facts of [
      await read(undefined, { owner: 'acme', name: 'none' }),
      await octokitPosture({
        baseUrl: 'http://127.0.0.1:1',
        token: '',
        userAgent: 'x',
        limits: { secondMs: 1 },
      }).posture(repository, question),
    ]) {
      // Which App Actions are is no matter of the repository.
      const { branches, actionsApp: _app, ...others } = facts
      for (const reading of [
        ...Object.values(others),
        ...branches.flatMap(({ protection, rules: own }) => [protection, own]),
      ])
        expect(reading).toEqual({ known: false, why: expect.stringMatching(/^The forge .*\.$/) })
    }
  })
})

test('in a repository of a person, nobody is from outside an organisation', async () => {
  const own = await github.repo('ana/own')
  await own.commit('main', { files: { a: 'a' }, author: ana })
  const { administrators } = await read(undefined, { owner: 'ana', name: 'own' })
  expect(administrators).toEqual({ known: true, value: [{ login: 'ana', isBot: false, isOutside: false }] })
})

test('only what GitHub tells an administrator shows who may bypass, and how to merge', async () => {
  const ben = github.user('ben')
  shop.grant(ben, 'triage')
  const { repository: seen, rulesets } = await read(github.tokenOf(ben))
  expect(seen).toMatchObject({ value: { mergeMethods: null, autoMerge: null } })
  expect(rulesets).toMatchObject({
    value: [{ rules: { known: true }, bypass: { known: false, why: expect.stringContaining('who may edit it') } }],
  })
})
