import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PullRequestFacts } from '../../../src/model/facts.ts'
import { forgeOn, nothingMore, schemaFaults } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Pull } from '../../support/github/world.ts'

/** Who did what to a pull request, and what they may do. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account
  let cleo: Account
  let pull: Pull

  beforeEach(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'maintain' })
    cleo = github.user('cleo', { role: 'triage' })
    shop = await github.repo('acme/shop')
    await shop.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
    await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author: ana })
    pull = await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
  })
  afterEach(async () => {
    expectContractKept(github)
    await github.close()
  })

  const account = ({ id, login }: Account) => ({ id, login, type: 'user' })

  async function factsOf(which = pull): Promise<PullRequestFacts> {
    const ref = { owner: 'acme', name: 'shop', number: which.number }
    const facts = await forgeOn(github).pullRequestFacts(ref, nothingMore)
    expect(schemaFaults(facts)).toEqual([])
    return facts
  }
  /** Of everybody but the author. */
  const rolesIn = ({ permissions }: PullRequestFacts) =>
    Object.fromEntries(
      permissions.filter(({ account: { id } }) => id !== ana.id).map(({ account: { login }, role }) => [login, role]),
    )

  describe('labels', () => {
    test('whoever set it last, not whoever set it first', async () => {
      shop.label(pull, 'emergency', ana)
      shop.unlabel(pull, 'emergency', cleo)
      shop.label(pull, 'emergency', ben)
      const setAt = pull.events.at(-1)?.createdAt
      const facts = await factsOf()
      expect(facts.pull.labels).toEqual([{ name: 'emergency', setBy: account(ben), setAt }])
      expect(rolesIn(facts)).toEqual({ ben: 'maintain' })
    })

    test('one second for two events: the later id', async () => {
      github.clock.stepSeconds = 0
      shop.label(pull, 'x', ana)
      shop.unlabel(pull, 'x', ana)
      shop.label(pull, 'x', ben)
      expect((await factsOf()).pull.labels).toMatchObject([{ setBy: { login: 'ben' } }])
    })

    test.each([
      ['a label whose setting is not among the events', () => pull.events.splice(0)],
      ['a label that the events say was taken away', () => shop.unlabel(pull, 'x', ben) ?? pull.labels.push('x')],
      ['a label set by a deleted account', () => github.deleteAccount(cleo)],
    ])('%s was set by nobody', async (_name, change) => {
      shop.label(pull, 'x', cleo)
      change()
      expect((await factsOf()).pull.labels).toMatchObject([{ name: 'x', setBy: null }])
    })

    test('events that cannot be read: set by nobody, and the head is not known either', async () => {
      shop.label(pull, 'x', ben)
      github.inject({ operation: 'issues/list-events', fault: { kind: 'status', status: 403 } })
      const facts = await factsOf()
      expect(facts.pull.labels).toEqual([{ name: 'x', setBy: null, setAt: null }])
      expect(facts.headChanges.known).toBe(false)
    })
  })

  test('changes of the title, by time, and people who were asked and have not answered', async () => {
    shop.retitle(pull, 'Another', ben)
    shop.retitle(pull, 'A third', cleo)
    shop.requestReview(pull, ben, ana)
    shop.requestReview(pull, cleo, ana)
    shop.review(pull, ben, 'APPROVED')
    const facts = await factsOf()
    expect(facts.pull.title).toBe('A third')
    expect(facts.pull.titleChanges.map(({ by }) => by?.login)).toEqual(['ben', 'cleo'])
    expect(facts.pull.requestedReviewers).toEqual([account(cleo)])
  })

  test('a new base is seen though the timeline of the forge does not show it', async () => {
    await shop.commit('release', { files: { 'r.txt': 'r' }, author: ben })
    await shop.retarget(pull, 'release', ben)
    const { headChanges } = await factsOf()
    expect(headChanges.known && headChanges.value.map(({ kind }) => kind)).toEqual(['opened', 'base-changed'])
  })

  test('a list of events that shifted while it was read is not known', async () => {
    shop.label(pull, 'x', ben)
    const change = (body: unknown) => [...(body as unknown[]), (body as unknown[])[0]]
    github.inject({ operation: 'issues/list-events', fault: { kind: 'body', change } })
    expect((await factsOf()).headChanges).toMatchObject({ known: false, why: expect.stringContaining('events') })
  })

  test('permissions are those of reviewers, dismissers, setters of labels, the merger and the author', async () => {
    const [dan, eve, fay] = [github.user('dan', { role: 'admin' }), github.user('eve'), github.user('fay')]
    shop.dismiss(pull, shop.review(pull, cleo, 'APPROVED'), dan)
    shop.review(pull, eve, 'COMMENTED')
    shop.label(pull, 'x', fay)
    await shop.merge(pull, ben)
    const facts = await factsOf()
    expect(facts.permissions.map((each) => each.account.login)).toEqual(['cleo', 'eve', 'dan', 'fay', 'ben', 'ana'])
    expect(rolesIn(facts)).toEqual({ cleo: 'triage', eve: 'read', dan: 'admin', fay: 'read', ben: 'maintain' })
  })

  describe('roles', () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_each, at) => github.user(`other-${at}`, { role: 'read' }))

    test('many at once come from the list of collaborators: direct, by team with child teams, owners, own roles', async () => {
      const [team, child, owner, pending, lead, stranger, gone] = [
        'team',
        'child',
        'owner',
        'pending',
        'lead',
        'stranger',
        'gone',
      ].map((login) => github.user(login)) as [Account, Account, Account, Account, Account, Account, Account]
      const parent = github.team('acme/platform', { members: [team] })
      github.team('acme/database', { members: [child], invited: [pending], parent })
      shop.state.owner.members.set(owner.id, { role: 'admin', state: 'active' })
      shop.grant(parent, 'maintain')
      shop.grantOwnRole(lead, 'release-lead', 'write')
      shop.grant(gone, 'admin')
      gone.suspended = true
      for (const each of [ben, team, child, owner, pending, lead, stranger, gone]) shop.review(pull, each, 'APPROVED')
      const wanted = {
        ben: 'maintain',
        team: 'maintain',
        child: 'maintain',
        owner: 'admin',
        pending: 'read',
        lead: 'write',
        stranger: 'read',
        gone: 'none',
      }
      expect(rolesIn(await factsOf())).toEqual(wanted)
      // The list names five of them; the others are asked for alone.
      expect(github.count('repos/list-collaborators')).toBe(1)
      expect(github.count('repos/get-collaborator-permission-level')).toBe(3)
      github.inject({ operation: 'repos/list-collaborators', fault: { kind: 'status', status: 403 } })
      expect(rolesIn(await factsOf())).toEqual(wanted)
    })

    test.each([
      ['admin', 'admin'],
      ['maintain', 'maintain'],
      ['push', 'write'],
      ['triage', 'triage'],
      ['pull', 'read'],
    ])('a role of the organisation itself that may %s counts as %s', async (flag, role) => {
      for (const each of [ben, cleo]) shop.review(pull, each, 'APPROVED')
      const permissions = { pull: true, push: false, admin: false, triage: false, maintain: false, [flag]: true }
      const change = (body: unknown) =>
        (body as object[]).map((each) => ({ ...each, role_name: 'release-lead', permissions }))
      github.inject({ operation: 'repos/list-collaborators', fault: { kind: 'body', change } })
      expect(rolesIn(await factsOf())).toEqual({ ben: role, cleo: role })
      expect(github.count('repos/get-collaborator-permission-level')).toBe(0)
    })

    test.each([
      ['names nobody', () => []],
      ['is no list', () => ({})],
      ['has no roles', (body: unknown) => (body as object[]).map((each) => ({ ...each, role_name: null }))],
      ['names everybody twice', (body: unknown) => [...(body as object[]), ...(body as object[])]],
    ])('a list that %s: everybody is asked for alone', async (_name, change) => {
      for (const each of [ben, cleo]) shop.review(pull, each, 'APPROVED')
      github.inject({ operation: 'repos/list-collaborators', fault: { kind: 'body', change } })
      expect(rolesIn(await factsOf())).toEqual({ ben: 'maintain', cleo: 'triage' })
    })

    test('a list of many pages is left where asking alone is cheaper', async () => {
      others(350)
      for (const each of [github.user('s1'), github.user('s2'), github.user('s3')]) shop.review(pull, each, 'COMMENTED')
      expect(rolesIn(await factsOf())).toEqual({ s1: 'read', s2: 'read', s3: 'read' })
      expect(github.count('repos/list-collaborators')).toBe(3)
    })

    test('a renamed account is the same one, under its present name', async () => {
      shop.review(pull, ben, 'APPROVED')
      shop.review(pull, cleo, 'APPROVED')
      ben.login = 'ben-2'
      const facts = await factsOf()
      expect(rolesIn(facts)).toEqual({ 'ben-2': 'maintain', cleo: 'triage' })
      expect(facts.reviews).toMatchObject({ value: [{ by: { id: ben.id, login: 'ben-2' } }, {}] })
    })
  })

  describe('other pull requests with the same head', () => {
    const reviewsIn = ({ elsewhere }: PullRequestFacts) => {
      if (!elsewhere.known) throw new Error(elsewhere.why)
      return elsewhere.value.map(({ pull: number, review: { by, state } }) => [number, by?.login, state])
    }

    test('their reviews come along, with dismissals and permissions; those of others with it in their history do not', async () => {
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ben, onto: await shop.tipOf('main') })
      const twin = await shop.openPull({ head: 'feature', base: 'release', author: ana, title: 'The same' })
      shop.review(twin, ben, 'CHANGES_REQUESTED')
      shop.dismiss(twin, shop.review(twin, cleo, 'CHANGES_REQUESTED'), ben)
      await shop.commit('more', { files: { 'b.txt': 'b' }, author: ana, onto: pull.headSha })
      shop.review(await shop.openPull({ head: 'more', author: ana, title: 'More' }), cleo, 'CHANGES_REQUESTED')
      const facts = await factsOf()
      expect(reviewsIn(facts)).toEqual([
        [twin.number, 'ben', 'changes-requested'],
        [twin.number, 'cleo', 'dismissed'],
      ])
      expect(facts.elsewhere).toMatchObject({ value: [{}, { review: { dismissedBy: account(ben) } }] })
      expect(rolesIn(facts)).toEqual({ ben: 'maintain', cleo: 'triage' })
      shop.close(twin, ana)
      expect(reviewsIn(await factsOf())).toEqual([])
    })

    test('of a fork the forge associates nothing: all open ones are looked through', async () => {
      const fork = await github.fork(shop, cleo)
      await fork.commit('feature-2', { files: { 'a.txt': 'b' }, author: cleo })
      const open = (base: string) =>
        shop.openPull({ head: 'feature-2', base, author: cleo, title: `To ${base}`, from: fork.state })
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ben })
      const [one, other] = [await open('main'), await open('release')]
      shop.review(other, ben, 'CHANGES_REQUESTED')
      expect(reviewsIn(await factsOf(one))).toEqual([[other.number, 'ben', 'changes-requested']])
      expect(github.count('pulls/list')).toBe(1)
    })

    test.each(['repos/list-pull-requests-associated-with-commit', 'pulls/list-reviews'])(
      '%s refused: not known, never none',
      async (operation) => {
        const twin = await shop.openPull({ head: 'feature', author: ana, title: 'The same' })
        shop.review(twin, ben, 'CHANGES_REQUESTED')
        github.inject({ operation, fault: { kind: 'status', status: 403 } })
        expect((await factsOf()).elsewhere).toEqual({ known: false, why: expect.stringMatching(/refused/) })
      },
    )

    test('more than twenty are not read', async () => {
      for (let at = 0; at < 21; at += 1) await shop.openPull({ head: 'feature', author: ana, title: `Copy ${at}` })
      expect((await factsOf()).elsewhere).toEqual({ known: false, why: expect.stringContaining('21 other') })
    })
  })
})
