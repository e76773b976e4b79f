import type { PullRequestFacts } from '../../src/model/facts.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import type { CommitStatus, FactsWanted, Forge, ListedPull, PostedStatus } from '../../src/ports/forge.ts'

const absent = () => Promise.reject(new Error('the test does not need this'))

export interface FakeForge extends Forge {
  readonly posted: CommitStatus[]
  readonly wanted: FactsWanted[]
  readonly read: string[]
}

/** A forge of one pull request; `changes` replaces what a call answers. */
export function fakeForge(
  facts: PullRequestFacts,
  files: readonly SourceFile[],
  changes: Partial<Forge> = {},
): FakeForge {
  const posted: CommitStatus[] = []
  const shown: PostedStatus[] = []
  const wanted: FactsWanted[] = []
  const read: string[] = []
  const { pull } = facts
  const listed: ListedPull = {
    number: pull.number,
    base: pull.base.ref,
    headSha: pull.head.sha,
    merged: pull.merged,
    mergedAt: pull.mergedAt ?? undefined,
    mergeSha: pull.mergeSha ?? undefined,
  }
  return {
    posted,
    wanted,
    read,
    pull: async () => listed,
    pullRequestFacts: async (_ref, want) => {
      wanted.push(want)
      return facts
    },
    filesAt: async (_repository, commit, folder, endings) => {
      read.push(`${commit.slice(0, 7)}:${folder}`)
      return files.filter(
        ({ path }) => (path === folder || path.startsWith(`${folder}/`)) && endings.some((end) => path.endsWith(end)),
      )
    },
    branchTip: async () => 'f'.repeat(40),
    parentsOf: absent,
    openPullRequests: absent,
    mergedPullRequests: absent,
    pullsOfCommit: absent,
    openPullsFrom: absent,
    deploymentFacts: absent,
    statusHistory: absent,
    branchTipAt: absent,
    comparison: absent,
    queueEntries: async () => [],
    whoAmI: async () => undefined,
    requestsLeft: async () => undefined,
    statusesNamed: async (_repository, sha, context) =>
      shown.filter((_status, at) => posted[at]?.sha === sha && posted[at].context === context).reverse(),
    postStatus: async (_repository, status) => {
      const { state, description, targetUrl } = status
      const made = { id: posted.length + 1, state, description, targetUrl, creator: 'gate[bot]' }
      posted.push(status)
      shown.push(made)
      return made
    },
    ...changes,
  }
}
