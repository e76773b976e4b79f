import type { WorkflowActor } from '../model/workflow-actor.ts'

/**
 * Who started this run; undefined outside of a workflow, or where the runner does not say all of it.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export function workflowActor(environment: Readonly<Record<string, string | undefined>>): WorkflowActor | undefined {
  const id = environment['GITHUB_ACTOR_ID'] ?? ''
  const login = environment['GITHUB_ACTOR'] ?? ''
  const triggeredBy = environment['GITHUB_TRIGGERING_ACTOR'] ?? ''
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  const ref = environment['GITHUB_REF'] ?? ''
  const repositoryId = environment['GITHUB_REPOSITORY_ID'] ?? ''
  if (environment['GITHUB_ACTIONS'] !== 'true' || !/^[0-9]{1,20}$/.test(id)) return undefined
  if ([login, triggeredBy, event, ref, repositoryId].includes('')) return undefined
  return { id, login, triggeredBy, event, ref, repositoryId }
}
