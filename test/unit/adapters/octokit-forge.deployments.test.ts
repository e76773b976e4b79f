import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DeploymentFacts as validDeployment } from '../../../src/read/facts-validators.gen.js'
import { forgeOn } from '../../support/forge-on.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

let github: FakeGitHub
let shop: RepoHandle
let sha: string
let count = 0
const people = new Map<string, Account>()

beforeAll(async () => {
  github = await startGitHub()
  for (const login of ['ana', 'ben', 'cleo']) people.set(login, github.user(login, { role: 'write' }))
  people.set('rita', github.user('rita', { role: 'read' }))
})
beforeEach(async () => {
  count += 1
  shop = await github.repo(`acme/deployed-${count}`, { private: true })
  sha = await shop.commit('main', { files: { 'README.md': 'shop\n' }, author: person('ana') })
  github.requests.length = 0
})
afterAll(async () => {
  expectContractKept(github)
  await github.close()
})

function person(login: string): Account {
  const found = people.get(login)
  if (found === undefined) throw new Error(`nobody is called ${login}`)
  return found
}
const account = (login: string) => ({ id: person(login).id, login, type: 'user' })
const nothing = { checks: false, environmentStates: false, permissions: false, githubTeams: [] as readonly string[] }

async function factsOf(more: object = {}) {
  const facts = await forgeOn(github).deploymentFacts({
    owner: 'acme',
    name: shop.state.name,
    environment: 'production',
    sha,
    deploymentId: null,
    runId: null,
    previousSha: null,
    wanted: nothing,
    ...more,
  })
  expect(validDeployment(facts), JSON.stringify(validDeployment.errors)).toBe(true)
  return facts
}

describe('attempts of a run', () => {
  test('whoever started an attempt between the first and the present one is read, and nobody twice', async () => {
    const run = shop.run({
      headSha: sha,
      actor: person('ana'),
      triggeringActor: person('ben'),
      attempt: 4,
      rerunBy: [person('cleo'), person('rita')],
    })
    const { run: read } = await factsOf({ runId: run.id })
    expect(read?.reruns).toEqual({
      known: true,
      value: [
        { attempt: 2, by: account('cleo') },
        { attempt: 3, by: account('rita') },
      ],
    })
    const attempts = github.requests.filter(({ operation }) => operation === 'actions/get-workflow-run-attempt')
    expect(attempts).toHaveLength(2)
  })

  test.each([1, 2])('at attempt %i there is nothing to read', async (attempt) => {
    const run = shop.run({ headSha: sha, actor: person('ana'), attempt })
    const { run: read } = await factsOf({ runId: run.id })
    expect(read?.reruns).toEqual({ known: true, value: [] })
    expect(github.requests.some(({ operation }) => operation === 'actions/get-workflow-run-attempt')).toBe(false)
  })

  test('an attempt that the forge no longer has leaves open who re-ran it', async () => {
    const run = shop.run({ headSha: sha, actor: person('ana'), attempt: 3 })
    const { run: read } = await factsOf({ runId: run.id })
    expect(read?.reruns.known).toBe(false)
  })

  test('more attempts than the forge allows are not asked for', async () => {
    const run = shop.run({ headSha: sha, actor: person('ana'), attempt: 5000 })
    const { run: read } = await factsOf({ runId: run.id })
    expect(read?.reruns).toEqual({ known: false, why: 'The run has 5000 attempts.' })
  })
})

describe('for whom a machine deploys', () => {
  const ghost = { id: 10137, login: 'ghost', type: 'user' }
  const requester = async (payload: unknown) => {
    const deployment = shop.deploy(sha, 'production', github.actionsBot, 'main', payload)
    return (await factsOf({ deploymentId: deployment.id })).deployment?.requestedBy
  }

  test.each<[string, unknown]>([
    ['requested_by', { requested_by: 'ana' }],
    ['actor', { actor: 'ana' }],
    ['requested_by before actor', { requested_by: 'ana', actor: 'ben' }],
    ['a text that holds it', '{"actor": "ana"}'],
  ])('%s of the payload', async (_name, payload) => {
    expect(await requester(payload)).toEqual(account('ana'))
  })

  test.each<[string, unknown]>([
    ['an empty payload', {}],
    ['an empty text', ''],
    ['a text that is no JSON', '{actor'],
    ['a list', '["ana"]'],
    ['null', { actor: null }],
    ['the prototype of an object', JSON.parse('{"__proto__": {"actor": "ana"}}')],
  ])('%s claims nobody', async (_name, payload) => {
    expect(await requester(payload)).toBeNull()
  })

  test.each<[string, unknown]>([
    ['nobody on the forge', { actor: 'nobody-like-this' }],
    ['a name', { requested_by: 'Ana Lopez' }],
    ['a path', { requested_by: '../orgs/acme' }],
    ['an object', { actor: { login: 'ana' } }],
    ['a number', { actor: 7 }],
  ])('a claim of %s is kept as an account that is gone', async (_name, payload) => {
    expect(await requester(payload)).toEqual(ghost)
  })
})

describe('the environment', () => {
  test('whom it asks', async () => {
    shop.environment('production', [person('ana'), person('ben')])
    expect((await factsOf()).environmentReviewers).toEqual({ known: true, value: ['ana', 'ben'] })
  })

  test('one without reviewers asks nobody', async () => {
    shop.environment('production')
    expect((await factsOf()).environmentReviewers).toEqual({ known: true, value: [] })
  })

  test('one that cannot be read is not known', async () => {
    expect((await factsOf()).environmentReviewers.known).toBe(false)
  })

  test.each([
    [false, []],
    [false, ['queued', 'pending']],
    [true, ['queued', 'in_progress']],
    [true, ['in_progress', 'success', 'inactive']],
  ] as const)('it began: %s after %j', async (begun, states) => {
    const deployment = shop.deploy(sha, 'production', person('ana'))
    for (const state of states) shop.deploymentStatus(deployment, state)
    expect((await factsOf({ deploymentId: deployment.id })).deployment?.begun).toBe(begun)
  })
})

describe('what the people who deploy may do', () => {
  test('is asked for where a rule looks at it, once for each person and for no machine', async () => {
    const deployment = shop.deploy(sha, 'production', github.actionsBot, 'main', { actor: 'rita' })
    const run = shop.run({ headSha: sha, actor: person('ana'), triggeringActor: person('ana') })
    const ref = { deploymentId: deployment.id, runId: run.id }
    const { permissions } = await factsOf({ ...ref, wanted: { ...nothing, permissions: true } })
    expect(permissions).toEqual([
      { account: account('rita'), role: 'read' },
      { account: account('ana'), role: 'write' },
    ])
    expect((await factsOf(ref)).permissions).toEqual([])
  })

  test('a team that cannot be read is named as not known', async () => {
    const { teams } = await factsOf({ wanted: { ...nothing, githubTeams: ['acme/ops'] } })
    expect(teams).toMatchObject([{ team: 'acme/ops', members: { known: false } }])
  })
})
