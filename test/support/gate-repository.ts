import { apart, programFiles, twoReviewers } from './action-stage.ts'
import { forgeOn } from './forge-on.ts'
import { startGitHub } from './github/fake-github.ts'
import type { Account, CommitStatus, Pull } from './github/world.ts'

const logins = ['ada', 'ana', 'ben', 'cleo', 'mia'] as const
const permissions = { contents: 'read', pull_requests: 'write', statuses: 'write' } as const

export const here = { owner: 'acme', name: 'shop' }

export type GateRepository = Awaited<ReturnType<typeof openGateRepository>>

/** A repository with a small program on the stand-in and the adapter that a gate asks it with: as `openStage`, without processes. */
export async function openGateRepository({ rules = `${twoReviewers}\n${apart}` } = {}) {
  const github = await startGitHub()
  const users = Object.fromEntries(logins.map((login) => [login, github.user(login, { role: 'write' })])) as Record<
    (typeof logins)[number],
    Account
  >
  const repo = await github.repo('acme/shop', { private: true })
  await repo.commit('main', {
    files: { 'README.md': 'shop\n', 'list.txt': numbered(40), ...programFiles(users, rules) },
    author: users.ada,
  })
  const token = github.token({ permissions, repositories: [repo] })
  let branches = 0

  return {
    github,
    users,
    repo,
    forge: forgeOn(github, { token }),

    /** A pull request by ada, of one commit unless more are wanted. */
    async proposal(files: Readonly<Record<string, string>> = {}, { commits = 1 } = {}): Promise<Pull> {
      const branch = `feature-${++branches}`
      const own = { [`${branch}.txt`]: 'one\n' }
      await repo.commit(branch, { files: { ...own, ...files }, author: users.ada, onto: await repo.tipOf('main') })
      for (let at = 1; at < commits; at += 1) {
        await repo.commit(branch, { files: { [`${branch}-${at}.txt`]: 'more\n' }, author: users.ada })
      }
      return repo.openPull({ head: branch, author: users.ada, title: `Add ${branch}` })
    },
    approve(pull: Pull, ...by: readonly Account[]): void {
      for (const user of by.length === 0 ? [users.ana, users.ben] : by) repo.review(pull, user, 'APPROVED')
    },
    /** All statuses of a commit, the oldest first. */
    statuses: (sha: string): readonly CommitStatus[] => repo.state.statuses.filter((status) => status.sha === sha),
    status: (sha: string): CommitStatus | undefined =>
      repo.state.statuses.filter((status) => status.sha === sha).at(-1),
    close: () => github.close(),
  }
}

/** Lines that can be changed in different places. */
export const numbered = (count: number, changes: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: count }, (_line, at) => `${changes[at + 1] ?? `line ${at + 1}`}\n`).join('')
