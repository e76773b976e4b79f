import { expect, test } from 'vitest'
import { gatePullRequest } from '../../../src/usecases/gate-pull-request.ts'
import { forgeOn } from '../../support/forge-on.ts'
import { baseFiles } from '../../support/gate-facts.ts'
import { startGitHub } from '../../support/github/fake-github.ts'

const oneApproval = Object.fromEntries(
  baseFiles('  - {id: one, require: {approvals: 1}}').flatMap((one) =>
    'bytes' in one && !one.path.endsWith('people.yaml') ? [[one.path, new TextDecoder().decode(one.bytes)]] : [],
  ),
)

test.each([
  ['write', 'approved', 1],
  ['read', 'pending', 1],
  ['read', 'approved', 2],
] as const)(
  'an author with %s permission, by a rule for one approval: %s with %i',
  async (role, verdict, approvals) => {
    const github = await startGitHub({ api: 'api.github.com' })
    try {
      const author = github.user('ana', { role })
      const reviewers = ['ben', 'cleo'].map((login) => github.user(login, { role: 'write' }))
      const shop = await github.repo('acme/shop')
      await shop.commit('main', { files: oneApproval, author })
      await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author })
      const pull = await shop.openPull({ head: 'feature', author, title: 'A feature' })
      for (const reviewer of reviewers.slice(0, approvals)) shop.review(pull, reviewer, 'APPROVED')
      const where = { owner: 'acme', name: 'shop', number: pull.number }
      const { decision, facts } = await gatePullRequest(where, { post: false }, { forge: forgeOn(github) })
      expect(facts.permissions).toContainEqual({ account: { id: author.id, login: 'ana', type: 'user' }, role })
      expect([decision.verdict, decision.summary]).toEqual([verdict, expect.any(String)])
    } finally {
      await github.close()
    }
  },
)
