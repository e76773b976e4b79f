import type { ChangedFile, DeploymentFacts, ForgeAccount, PullRequestFacts, Review } from '../model/facts.ts'
import type { DemoPerson } from './demo-repository.ts'

export const demoRepositoryId = 700_000_001

export interface DemoReview {
  readonly by: DemoPerson
  readonly at: string
  readonly state: 'approved' | 'changes-requested' | 'commented'
  /** Left out: the head. */
  readonly commit?: string
}

export interface DemoPull {
  readonly number: number
  readonly title: string
  readonly author: DemoPerson
  readonly branch: string
  readonly openedAt: string
  readonly collectedAt: string
  readonly baseSha: string
  readonly head: { readonly sha: string; readonly parents: readonly string[] }
  readonly files: readonly Pick<ChangedFile, 'path' | 'status'>[]
  /** Text of the program's YAML files in the diff, as they stand on the head. */
  readonly changeFiles: readonly { readonly path: string; readonly text: string }[]
  readonly reviews: readonly DemoReview[]
  /** Ids of change requests that the description names. */
  readonly namedChanges: readonly string[]
  readonly writers: readonly DemoPerson[]
  readonly merge?: { readonly by: DemoPerson; readonly at: string; readonly sha: string }
}

const accountOf = ({ accountId, login }: DemoPerson): ForgeAccount => ({ id: accountId, login, type: 'user' })

const none = { known: true, value: [] } as const

const toChangedFile = ({ path, status }: DemoPull['files'][number]): ChangedFile => ({
  path,
  previousPath: null,
  status,
  mode: status === 'removed' ? null : '100644',
  previousMode: status === 'added' ? null : '100644',
  additions: null,
  deletions: null,
})

/** The forge's side of one pull request of the demo, in the form in which the collector writes it. */
export function demoFacts(pull: DemoPull): PullRequestFacts {
  const reviews: Review[] = pull.reviews.map((review, index) => ({
    id: pull.number * 1000 + index + 1,
    by: accountOf(review.by),
    state: review.state,
    commit: review.commit ?? pull.head.sha,
    submittedAt: review.at,
    dismissedBy: null,
    stateBeforeDismissal: null,
    editedBy: null,
    namedCommits: [],
    url: `https://forge.example.invalid/example/shop/pull/${pull.number}#review-${index + 1}`,
  }))
  const author = accountOf(pull.author)
  return {
    schema: 'countersign/pull-request-facts/v1',
    collectedAt: pull.collectedAt,
    repository: { id: demoRepositoryId, owner: 'example', name: 'shop' },
    pull: {
      number: pull.number,
      title: pull.title,
      url: `https://forge.example.invalid/example/shop/pull/${pull.number}`,
      state: pull.merge === undefined ? 'open' : 'closed',
      draft: false,
      createdAt: pull.openedAt,
      author,
      requestedBy: null,
      base: { ref: 'main', sha: pull.baseSha },
      head: { ref: pull.branch, sha: pull.head.sha, repositoryId: demoRepositoryId },
      merged: pull.merge !== undefined,
      mergedAt: pull.merge?.at ?? null,
      mergedBy: pull.merge === undefined ? null : accountOf(pull.merge.by),
      mergeSha: pull.merge?.sha ?? null,
      autoMergeBy: null,
      labels: [],
      titleChanges: [],
      requestedReviewers: [],
      namedChanges: pull.namedChanges,
      totals: { commits: 1, changedFiles: pull.files.length },
    },
    commits: {
      known: true,
      value: [
        {
          sha: pull.head.sha,
          parents: pull.head.parents,
          parties: [
            { as: 'author', account: author },
            { as: 'committer', account: author },
          ],
          signatureVerified: false,
          signatureReason: 'unsigned',
          updateType: null,
        },
      ],
    },
    reviews: { known: true, value: reviews },
    files: { known: true, value: pull.files.map(toChangedFile) },
    headChanges: {
      known: true,
      value: [
        {
          kind: 'opened',
          at: pull.openedAt,
          by: author,
          after: pull.head.sha,
          source: 'pull',
          id: `pull:${pull.number}`,
        },
      ],
    },
    permissions: pull.writers.map((person) => ({ account: accountOf(person), role: 'write' })),
    teams: [],
    changeFiles: { known: true, value: pull.changeFiles },
    checks: none,
    workflowRuns: none,
    environmentStates: none,
    codeOwners: none,
    elsewhere: none,
    branchRules: none,
    trigger: null,
    newestEvent: `review:${reviews.at(-1)?.id ?? pull.number}`,
  }
}

export interface DemoDeployment {
  readonly id: number
  readonly sha: string
  readonly environment: string
  readonly by: DemoPerson
  readonly at: string
  readonly previousSha: string
  /** First-parent commits after `previousSha`, oldest first. */
  readonly commits: readonly string[]
}

/** The forge's side of one deployment of the demo. */
export function demoDeploymentFacts(deployment: DemoDeployment): DeploymentFacts {
  const by = accountOf(deployment.by)
  return {
    schema: 'countersign/deployment-facts/v1',
    collectedAt: deployment.at,
    repository: { id: demoRepositoryId, owner: 'example', name: 'shop' },
    environment: deployment.environment,
    sha: deployment.sha,
    deployment: { id: deployment.id, createdAt: deployment.at, creator: by, requestedBy: null, begun: true },
    run: { id: deployment.id + 90_000, attempt: 1, actor: by, triggeringActor: by, reruns: { known: true, value: [] } },
    environmentApprovals: { known: true, value: [] },
    previousSha: deployment.previousSha,
    redeployed: false,
    commits: { known: true, value: deployment.commits },
    checks: none,
    environmentStates: none,
    environmentReviewers: { known: true, value: [] },
    permissions: [],
    teams: [],
  }
}
