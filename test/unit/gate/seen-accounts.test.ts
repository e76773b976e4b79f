import { expect, test } from 'vitest'
import { accountsIn, accountsOfDeployment } from '../../../src/gate/seen-accounts.ts'
import type { DeploymentFacts, ForgeAccount, PullRequestFacts } from '../../../src/model/facts.ts'
import { commit, type FactsPatch, facts, known, notKnown, opened, review } from '../../support/gate-facts.ts'

const account = (login: string): ForgeAccount => ({ id: 1000, login, type: 'user' })
const none = {
  pull: { author: null, labels: [] },
  commits: known([]),
  reviews: known([]),
  headChanges: known([]),
  permissions: [],
} satisfies FactsPatch
const logins = (patch: FactsPatch) => [...accountsIn(facts({ ...none, ...patch }))].map(({ login }) => login)
const of = (login: string, more: Partial<PullRequestFacts['reviews'] & object> = {}) => ({
  ...review(null, { by: account(login), dismissedBy: account(`${login}-2`), editedBy: account(`${login}-3`) }),
  ...more,
})

// biome-ignore format: one row, one line
test.each<[string, FactsPatch, readonly string[]]>([
  ['nobody', {}, []],
  ['the pull request', { pull: { author: account('a'), requestedBy: account('b'), mergedBy: account('c'), autoMergeBy: account('d') } }, ['a', 'b', 'c', 'd']],
  ['who set a label, where that is known', { pull: { author: null, labels: [{ name: 'x', setBy: account('a'), setAt: null }, { name: 'y', setBy: null, setAt: null }] } }, ['a']],
  ['reviews', { reviews: known([of('a')]) }, ['a', 'a-2', 'a-3']],
  ['reviews of other pull requests with the same head', { elsewhere: known([{ pull: 8, review: of('a') }]) }, ['a', 'a-2', 'a-3']],
  ['head changes', { headChanges: known([opened({ by: account('a') }), opened({ by: null })]) }, ['a']],
  ['commits, without co-authors', { commits: known([commit({ parties: [{ as: 'author', account: account('a') }, { as: 'committer', account: account('b') }, { as: 'co-author', account: account('c') }, { as: 'author', account: null }] })]) }, ['a', 'b']],
  ['permissions', { permissions: [{ account: account('a'), role: 'read' }] }, ['a']],
  ['lists that are not known', { reviews: notKnown, headChanges: notKnown, commits: notKnown, elsewhere: notKnown }, []],
])('%s', (_name, patch, wanted) => {
  expect(logins(patch)).toEqual(wanted)
})

const deployment = (more: Partial<DeploymentFacts>): DeploymentFacts =>
  ({ deployment: null, run: null, environmentApprovals: notKnown, ...more }) as DeploymentFacts
const approval = (by: ForgeAccount | null) => ({ by, state: 'approved' as const })

// biome-ignore format: one row, one line
test.each<[string, Partial<DeploymentFacts>, readonly string[]]>([
  ['nobody', {}, []],
  ['the environment', { environmentApprovals: known([approval(account('a')), approval(null)]) }, ['a']],
  ['its creator', { deployment: { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: account('a'), requestedBy: null, begun: null } }, ['a']],
  ['a creator who is gone', { deployment: { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: null, requestedBy: null, begun: null } }, []],
])('of a deployment: %s', (_name, more, wanted) => {
  expect([...accountsOfDeployment(deployment(more))].map(({ login }) => login)).toEqual(wanted)
})

test('of a deployment: its run, every attempt, and for whom it was created', () => {
  const run = {
    id: 2,
    attempt: 2,
    actor: account('a'),
    triggeringActor: account('b'),
    reruns: known([{ by: account('c') }, { by: null }]),
  } as unknown as DeploymentFacts['run']
  const created = { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: null, requestedBy: account('d'), begun: null }
  const facts = deployment({ run, deployment: created })
  expect([...accountsOfDeployment(facts)].map(({ login }) => login)).toEqual(['d', 'a', 'b', 'c'])
})
