/** Pull requests, each with one reason for its verdict, on repositories of the stand-in. */
import type { GateVerdict } from '../../src/model/outcome.ts'
import { twoReviewers } from './action-stage.ts'
import type { FakeGitHub } from './github/fake-github.ts'
import type { RepoHandle } from './github/repo-builder.ts'
import type { Account, Pull } from './github/world.ts'

/** `ada` writes, `ana` and `ben` approve, `cleo` and `mia` may write too. */
export interface Cast {
  readonly github: FakeGitHub
  readonly ada: Account
  readonly ana: Account
  readonly ben: Account
  readonly cleo: Account
  readonly mia: Account
}

export interface Scenario {
  readonly verdict: GateVerdict
  /** Gate rules of the base; left out: two who approve. */
  readonly rules?: string
  readonly build: (cast: Cast, shop: RepoHandle) => Promise<Pull>
}

type Files = Readonly<Record<string, string>>

async function propose({ ada }: Cast, shop: RepoHandle, files: Files = { 'a.txt': 'a\n' }): Promise<Pull> {
  await shop.commit('feature', { files, author: ada })
  return await shop.openPull({ head: 'feature', author: ada, title: 'A feature' })
}

async function approvedPull(cast: Cast, shop: RepoHandle, files?: Files): Promise<Pull> {
  const pull = await propose(cast, shop, files)
  for (const each of [cast.ana, cast.ben]) shop.review(pull, each, 'APPROVED')
  return pull
}

const numbered = (folder: string) =>
  Object.fromEntries(Array.from({ length: 101 }, (_each, at) => [`${folder}/${at}.txt`, `${at}\n`]))
const rulesOf = (rule: string) => `${twoReviewers}\n${rule}`

export const gateScenarios: Readonly<Record<string, Scenario>> = {
  'two who may approve': { verdict: 'approved', build: (cast, shop) => approvedPull(cast, shop) },
  'an objection': {
    verdict: 'refused',
    async build(cast, shop) {
      const { cleo } = cast
      const pull = await approvedPull(cast, shop)
      shop.review(pull, cleo, 'CHANGES_REQUESTED')
      return pull
    },
  },
  'an objection that its author dismissed': {
    verdict: 'refused',
    async build(cast, shop) {
      const { ada, cleo } = cast
      const pull = await approvedPull(cast, shop)
      shop.dismiss(pull, shop.review(pull, cleo, 'CHANGES_REQUESTED'), ada)
      return pull
    },
  },
  'an objection on the second page': {
    verdict: 'refused',
    async build(cast, shop) {
      const { cleo, mia } = cast
      const pull = await approvedPull(cast, shop)
      for (let at = 0; at < 100; at += 1) shop.review(pull, mia, 'COMMENTED')
      shop.review(pull, cleo, 'CHANGES_REQUESTED')
      return pull
    },
  },
  'an objection on another pull request with the same head': {
    verdict: 'refused',
    async build(cast, shop) {
      const { ada, cleo } = cast
      const pull = await approvedPull(cast, shop)
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ada, onto: await shop.tipOf('main') })
      const twin = await shop.openPull({ head: 'feature', base: 'release', author: ada, title: 'The same' })
      shop.review(twin, cleo, 'CHANGES_REQUESTED')
      return pull
    },
  },
  'an objection on another one from a fork': {
    verdict: 'refused',
    async build(cast, shop) {
      const { github, ada, ana, ben, cleo } = cast
      const fork = await github.fork(shop, ada)
      await fork.commit('feature', { files: { 'a.txt': 'a' }, author: ada })
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ada })
      const open = (base: string) =>
        shop.openPull({ head: 'feature', base, author: ada, title: base, from: fork.state })
      const [pull, twin] = [await open('main'), await open('release')]
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      shop.review(twin, cleo, 'CHANGES_REQUESTED')
      return pull
    },
  },
  'a push after the approvals': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ada } = cast
      const pull = await approvedPull(cast, shop)
      const head = await shop.commit(pull, { files: { 'a.txt': 'b' }, author: ada })
      for (const review of pull.reviews) shop.repoint(review, head)
      return pull
    },
  },
  'a new base after the approvals': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ada, ana, ben } = cast
      await shop.commit('other', { files: { 'o.txt': 'o' }, author: ada })
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ada, onto: await shop.tipOf('main') })
      const pull = await shop.openPull({ head: 'feature', base: 'other', author: ada, title: 'A feature' })
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      await shop.retarget(pull, 'main', ada)
      return pull
    },
  },
  'an approver who pushed': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ada, ana, ben } = cast
      const pull = await propose(cast, shop)
      await shop.commit(pull, { files: { 'a.txt': 'b' }, author: ada, by: ben })
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      return pull
    },
  },
  'an approver who wrote the 102nd commit': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ada, ana, ben } = cast
      await shop.commit('feature', { files: { 'n.txt': '' }, author: ada, times: 101, message: 'Count' })
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ben, by: ada })
      const pull = await shop.openPull({ head: 'feature', author: ada, title: 'Long' })
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      return pull
    },
  },
  'an approver who is a co-author': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ada, ana, ben } = cast
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ada, coAuthors: [ben] })
      const pull = await shop.openPull({ head: 'feature', author: ada, title: 'Together' })
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      return pull
    },
  },
  'an approver who may only read': {
    verdict: 'pending',
    async build(cast, shop) {
      const { ben } = cast
      shop.grant(ben, 'read')
      return await approvedPull(cast, shop)
    },
  },
  'a file on the second page that others must approve': {
    verdict: 'pending',
    rules: rulesOf('  - {id: iam, when: {paths: ["z/100.txt"]}, require: {approvals: 1, from: {users: [cleo]}}}'),
    build: (cast, shop) => approvedPull(cast, shop, { ...numbered('z'), 'zz.txt': 'z' }),
  },
  'a link where only files are let through': {
    verdict: 'pending',
    rules: rulesOf('  - {id: link, when: {modes: [symlink]}, require: {approvals: 1, from: {users: [cleo]}}}'),
    async build(cast, shop) {
      const { ada, ana, ben } = cast
      await shop.commit('feature', { files: { link: { mode: '120000', content: 'README.md' } }, author: ada })
      const pull = await shop.openPull({ head: 'feature', author: ada, title: 'A link' })
      for (const each of [ana, ben]) shop.review(pull, each, 'APPROVED')
      return pull
    },
  },
  'a check by another App': {
    verdict: 'pending',
    rules: rulesOf('  - {id: ci, require: {checks: [{name: build, by: ci}]}}'),
    async build(cast, shop) {
      const pull = await approvedPull(cast, shop)
      shop.checkRun(pull.headSha, 'build')
      return pull
    },
  },
  'a check that failed after it had passed': {
    verdict: 'refused',
    rules: rulesOf('  - {id: ci, require: {checks: [{name: build, by: github-actions}]}}'),
    async build(cast, shop) {
      const pull = await approvedPull(cast, shop)
      shop.checkRun(pull.headSha, 'build')
      shop.checkRun(pull.headSha, 'build', { conclusion: 'failure' })
      return pull
    },
  },
  'a file whose owner has not approved': {
    verdict: 'pending',
    rules: rulesOf('  - {id: owners, require: {codeOwners: approved}}'),
    async build(cast, shop) {
      const { ada } = cast
      await shop.commit('main', { files: { CODEOWNERS: '* @ana @ben\n/a.txt @cleo\n' }, author: ada })
      return await approvedPull(cast, shop)
    },
  },
  'a workflow that failed': {
    verdict: 'refused',
    rules: rulesOf('  - {id: ci, require: {workflows: [{path: .github/workflows/ci.yml}]}}'),
    async build(cast, shop) {
      const { ada } = cast
      const pull = await approvedPull(cast, shop)
      const path = '.github/workflows/ci.yml'
      shop.run({ headSha: pull.headSha, actor: ada, path, event: 'push', conclusion: 'success' })
      shop.run({ headSha: pull.headSha, actor: ada, path, event: 'push', conclusion: 'failure' })
      return pull
    },
  },
}
