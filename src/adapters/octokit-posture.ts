import type { PostureProbe } from '../ports/posture-probe.ts'
import type { Fetch } from './github/bounded-fetch.ts'
import { openClient } from './github/client.ts'
import { type ForgeLimits, forgeLimits } from './github/limits.ts'
import {
  readActionsApp,
  readActionsSettings,
  readForkWorkflows,
  readWorkflowToken,
} from './github/posture/actions-settings.ts'
import { readBranchPosture } from './github/posture/branch-posture.ts'
import { readEnvironments } from './github/posture/environments.ts'
import { toSubject } from './github/posture/question.ts'
import {
  readAdministrators,
  readCodeOwnersFaults,
  readRepository,
  readSecrets,
} from './github/posture/repository-access.ts'
import { readRulesets } from './github/posture/rulesets.ts'

export interface OctokitPostureOptions {
  /** Address of the REST interface, as `GITHUB_API_URL` has it. */
  readonly baseUrl: string
  /** Empty: asks as nobody. */
  readonly token: string
  readonly userAgent: string
  readonly fetch?: Fetch
  readonly limits?: Partial<ForgeLimits>
}

/**
 * The settings of a GitHub repository by its REST interface: reads alone. A snapshot has its own bounds of requests and time.
 * @throws ForgeUnreachable when baseUrl is no http(s) URL
 */
export function octokitPosture({ baseUrl, token, userAgent, ...more }: OctokitPostureOptions): PostureProbe {
  const limits = { ...forgeLimits, ...more.limits }
  const client = openClient({ baseUrl, token, userAgent, fetch: more.fetch ?? fetch, limits })
  return {
    async posture(name, { branches, protectedBranch, keyEnvironments }) {
      const session = client.session()
      const subject = toSubject(name)
      const [repository, actions] = await Promise.all([
        readRepository(session, subject),
        readActionsSettings(session, subject),
      ])
      // The same permission as for branch protection: to whoever may read this, a 404 there means that there is none.
      const mayAdminister = actions.known
      const [
        guarded,
        rulesets,
        environments,
        workflowToken,
        actionsApp,
        forkWorkflows,
        codeOwnersFaults,
        administrators,
        secrets,
      ] = await Promise.all([
        Promise.all([...new Set(branches)].map((branch) => readBranchPosture(session, subject, branch, mayAdminister))),
        readRulesets(session, subject),
        readEnvironments(session, subject, keyEnvironments),
        readWorkflowToken(session, subject),
        readActionsApp(session),
        readForkWorkflows(session, subject, repository),
        readCodeOwnersFaults(session, subject, protectedBranch),
        readAdministrators(session, subject, repository),
        readSecrets(session, subject, repository),
      ])
      return {
        repository,
        branches: guarded,
        rulesets,
        environments,
        actions,
        workflowToken,
        actionsApp,
        forkWorkflows,
        codeOwnersFaults,
        administrators,
        secrets,
      }
    },
  }
}
