import { redactText } from '../model/secrets/redact-text.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import type { Clock } from '../ports/clock.ts'
import type { Forge } from '../ports/forge.ts'
import type { Issues } from '../ports/issues.ts'
import type { Proposals } from '../ports/proposals.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'
import type { Fetch } from './github/bounded-fetch.ts'
import { readBranchTip } from './github/branch-tip.ts'
import { openClient } from './github/client.ts'
import { addComment, editComment, listComments } from './github/comments.ts'
import { readParents } from './github/commit-parents.ts'
import { readComparison } from './github/comparison.ts'
import { readDeploymentFacts } from './github/deployment-facts.ts'
import { endpoints } from './github/endpoints.ts'
import { commitFolder, listFolder } from './github/folder-proposals.ts'
import { editIssue, listIssuesBy, openIssue } from './github/issues.ts'
import { type ForgeLimits, forgeLimits } from './github/limits.ts'
import { commitFile, describePull, openPull, pointBranch } from './github/proposals.ts'
import { toListedPull } from './github/pull.ts'
import { listMergedPulls, listOpenPulls, listPullsFrom, listPullsOfCommit } from './github/pull-lists.ts'
import { readPullRequestFacts } from './github/pull-request-facts.ts'
import { listQueueEntries } from './github/queue-entries.ts'
import { listRequestedReviewers, requestReviewers } from './github/review-requests.ts'
import { readStatusHistory } from './github/status-history.ts'
import { listStatusesNamed, postStatus } from './github/statuses.ts'
import { readTipAt } from './github/tip-at.ts'
import { readOwner, readRequestsLeft } from './github/token-facts.ts'
import { readTreeFiles } from './github/tree-files.ts'

export interface OctokitForgeOptions {
  /** Address of the REST interface, as `GITHUB_API_URL` has it: `https://api.github.com`, `https://ghe.example/api/v3`. */
  readonly baseUrl: string
  /** Empty: asks as nobody. */
  readonly token: string
  readonly userAgent: string
  /** For `collectedAt` of a snapshot only. */
  readonly clock: Clock
  /** Another way to the network, for example through a proxy; default: that of Node. */
  readonly fetch?: Fetch
  readonly limits?: Partial<ForgeLimits>
}

/**
 * GitHub by its REST interface. Each call of the port has its own bounds of requests and time; all share the limit of requests
 * at once. Secrets are taken out of facts before anybody decides on them, and out of what is posted. Load it by `import()`: Octokit costs what other commands should not wait for.
 * @throws ForgeUnreachable when baseUrl is no http(s) URL
 */
export function octokitForge({
  baseUrl,
  token,
  userAgent,
  clock,
  ...more
}: OctokitForgeOptions): Forge & PullConversation & Proposals & Issues {
  const limits = { ...forgeLimits, ...more.limits }
  const { session } = openClient({ baseUrl, token, userAgent, fetch: more.fetch ?? fetch, limits })
  const now = () => new Date(clock.now()).toISOString()
  return {
    pullRequestFacts: async (pull, wanted) => redactValue(await readPullRequestFacts(session(), pull, wanted, now())),
    async pull({ owner, name, number }) {
      const parameters = { owner, repo: name, pull_number: number }
      const { data } = await session().ask(endpoints.pull, parameters, `${owner}/${name}#${number}`)
      return toListedPull(data)
    },
    filesAt: (repository, commit, folder, endings) => readTreeFiles(session(), repository, commit, folder, endings),
    branchTip: (repository, branch) => readBranchTip(session(), repository, branch),
    parentsOf: (repository, commit) => readParents(session(), repository, commit),
    openPullRequests: (repository, base) => listOpenPulls(session(), repository, base),
    mergedPullRequests: (repository, base, sinceAt) => listMergedPulls(session(), repository, base, sinceAt),
    openPullsFrom: (repository, owner, branch) => listPullsFrom(session(), repository, owner, branch),
    pullsOfCommit: (repository, sha) => listPullsOfCommit(session(), repository, sha),
    deploymentFacts: async (deployment) => redactValue(await readDeploymentFacts(session(), deployment, now())),
    statusHistory: (repository, sha) => readStatusHistory(session(), repository, sha),
    branchTipAt: (repository, branch, at) => readTipAt(session(), repository, branch, at),
    comparison: (repository, from, to) => readComparison(session(), repository, from, to),
    queueEntries: (repository, base) => listQueueEntries(session(), repository, base),
    statusesNamed: (...asked) => listStatusesNamed(session(), ...asked),
    whoAmI: () => readOwner(session()),
    requestsLeft: () => readRequestsLeft(session()),
    commitFile: (repository, file) => commitFile(session(), repository, file),
    listFolder: (...asked) => listFolder(session(), ...asked),
    commitFolder: (repository, folder) => commitFolder(session(), repository, folder),
    pointBranch: (...asked) => pointBranch(session(), ...asked),
    openPull: (...asked) => openPull(session(), ...asked),
    describePull: (pull, text) => describePull(session(), pull, text),
    comments: (pull) => listComments(session(), pull),
    addComment: (pull, body) => addComment(session(), pull, redactText(body)),
    editComment: (repository, id, body) => editComment(session(), repository, id, redactText(body)),
    issuesBy: (repository, login) => listIssuesBy(session(), repository, login),
    openIssue: (repository, text) => openIssue(session(), repository, redactValue(text)),
    editIssue: (issue, text) => editIssue(session(), issue, redactValue(text)),
    requestedReviewers: (pull) => listRequestedReviewers(session(), pull),
    requestReviewers: (pull, logins) => requestReviewers(session(), pull, logins),
    postStatus: (repository, status) => postStatus(session(), repository, redactValue(status)),
  }
}
