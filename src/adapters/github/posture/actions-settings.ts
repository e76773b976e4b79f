import type { Readable } from '../../../model/facts.ts'
import type {
  ActionsSettings,
  ForkWorkflows,
  RepositorySettings,
  WorkflowTokenSettings,
} from '../../../model/posture-facts.ts'
import type { Session } from '../client.ts'
import { type Endpoint, endpoints } from '../endpoints.ts'
import { type JsonObject, malformed, toBoolean, toId, toObject } from '../json.ts'
import { readableOf } from '../reading.ts'
import type { PostureSubject } from './question.ts'

const allowed = new Map<unknown, ActionsSettings['allowed']>([
  ['all', 'all'],
  ['local_only', 'local'],
  ['selected', 'selected'],
])
const approvals = new Map<unknown, Extract<ForkWorkflows, { of: 'public' }>['approval']>([
  ['all_external_contributors', 'everybody'],
  ['first_time_contributors', 'first-time'],
  ['first_time_contributors_new_to_github', 'new-to-forge'],
])

async function ask(session: Session, { parameters, about }: PostureSubject, endpoint: Endpoint): Promise<JsonObject> {
  const { data } = await session.ask(endpoint, parameters, about)
  return toObject(data, `the answer when asked to ${endpoint.ask}`)
}

export const readActionsSettings = (session: Session, subject: PostureSubject): Promise<Readable<ActionsSettings>> =>
  readableOf(async () => {
    const answer = await ask(session, subject, endpoints.actions)
    const pinning = answer['sha_pinning_required']
    return {
      enabled: toBoolean(answer['enabled'], 'whether Actions are on'),
      allowed: allowed.get(answer['allowed_actions']) ?? null,
      fullCommitIds: typeof pinning === 'boolean' ? pinning : null,
    }
  })

export const readWorkflowToken = (
  session: Session,
  subject: PostureSubject,
): Promise<Readable<WorkflowTokenSettings>> =>
  readableOf(async () => {
    const answer = await ask(session, subject, endpoints.workflowToken)
    const level = answer['default_workflow_permissions']
    if (level !== 'read' && level !== 'write') throw malformed('what the token of workflows may do', 'read or write')
    return {
      mayWrite: level === 'write',
      mayApprove: toBoolean(answer['can_approve_pull_request_reviews'], 'whether workflows may approve'),
    }
  })

/** On github.com it is 15368; a GitHub Enterprise Server has another. */
export const readActionsApp = (session: Session): Promise<Readable<number>> =>
  readableOf(async () => {
    const { data } = await session.ask(endpoints.app, { app_slug: 'github-actions' }, 'github-actions')
    return toId(toObject(data, 'an App')['id'], 'the id of an App')
  })

/** The forge has other settings for forks of private repositories. */
export async function readForkWorkflows(
  session: Session,
  subject: PostureSubject,
  repository: Readable<RepositorySettings>,
): Promise<Readable<ForkWorkflows>> {
  if (!repository.known) return repository
  return readableOf<ForkWorkflows>(async () => {
    if (!repository.value.isPrivate) {
      const answer = await ask(session, subject, endpoints.forkApproval)
      return { of: 'public', approval: approvals.get(answer['approval_policy']) ?? 'unknown' }
    }
    const answer = await ask(session, subject, endpoints.forkWorkflows)
    const flag = (name: string) => toBoolean(answer[name], `${name} of forks`)
    return {
      of: 'private',
      run: flag('run_workflows_from_fork_pull_requests'),
      writeTokens: flag('send_write_tokens_to_workflows'),
      secrets: flag('send_secrets_and_variables'),
      approval: flag('require_approval_for_fork_pr_workflows'),
    }
  })
}
