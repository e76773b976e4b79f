import { matchesBranch } from '../../src/model/match-branch.ts'
import type { Stage } from './action-stage.ts'
import type { Pull, Review } from './github/world.ts'
import type { ActionResult } from './run-action.ts'
import type { Workflow } from './workflow-texts.ts'

type Filters = Readonly<Record<string, unknown>>

const named = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Whether an event starts a workflow: the event, its activity type and its branch have to be meant. */
function starts({ on }: Workflow, event: string, { action, branch }: { action?: unknown; branch?: string }): boolean {
  if (typeof on !== 'object' || on === null || !Object.hasOwn(on, event)) return false
  const filters = ((on as Readonly<Record<string, unknown>>)[event] ?? {}) as Filters
  if (filters['types'] !== undefined && !named(filters['types']).includes(String(action))) return false
  const branches = filters['branches']
  return branches === undefined || named(branches).some((pattern) => matchesBranch(pattern, branch ?? ''))
}

/**
 * Starts the hardened pair of workflows on what happens in a repository, as their own triggers say: the gate on its events,
 * and after a review first the one that notices it, whose end starts the gate.
 *
 * @param review the workflow that notices reviews, with its name
 */
export function workflowRunner(stage: Stage, gate: Workflow, review: Workflow & { readonly name?: string }) {
  const { github, repo } = stage
  const results: ActionResult[] = []

  async function deliver(event: string, payload: object, branch?: string): Promise<ActionResult | undefined> {
    const { action } = payload as { readonly action?: unknown }
    if (!starts(gate, event, { action, ...(branch === undefined ? {} : { branch }) })) return undefined
    const result = await stage.run({
      event: { name: event, payload },
      inputs: { mode: 'gate' },
      env: { GITHUB_RUN_ID: String(results.length + 1) },
    })
    results.push(result)
    return result
  }

  return {
    results,
    deliver,
    pull: async (pull: Pull, action: string) =>
      deliver('pull_request_target', await github.payload.pullRequest(pull, action)),
    push: async (branch: string, before: string) =>
      deliver('push', await github.payload.push(repo.state, branch, { before }), branch),
    /** What a review sets going: nothing at once, for its event runs nothing but the workflow that notices it. */
    async review(pull: Pull, given: Review, action = 'submitted'): Promise<ActionResult | undefined> {
      const payload = github.payload.review(pull, given, action)
      if ((await deliver('pull_request_review', payload)) !== undefined)
        throw new Error('a review runs the gate itself')
      if (!starts(review, 'pull_request_review', { action })) return undefined
      const actor = given.user ?? stage.users.ada
      const { headSha, headRef: headBranch, headRepo } = pull
      const run = repo.run({ headSha, headBranch, headRepo, actor, event: 'pull_request_review' })
      const on = gate.on as Readonly<Record<string, Filters | null>>
      if (!named(on['workflow_run']?.['workflows']).includes(review.name ?? '')) return undefined
      return deliver('workflow_run', await github.payload.workflowRun(repo.state, run))
    },
  }
}
