import type { ForgeLimits } from '../../src/adapters/github/limits.ts'
import { octokitForge } from '../../src/adapters/octokit-forge.ts'
import { factsNeeded } from '../../src/gate/facts-needed.ts'
import type { DeploymentWanted, FactsWanted, Forge } from '../../src/ports/forge.ts'
import type { Proposals } from '../../src/ports/proposals.ts'
import type { PullConversation } from '../../src/ports/pull-conversation.ts'
import { PullRequestFacts as validFacts } from '../../src/read/facts-validators.gen.js'
import { readProgram } from '../../src/read/read-program.ts'
import type { FakeGitHub } from './github/fake-github.ts'

export const collectedAt = '2026-03-20T12:00:00.000Z'

/** What is asked of the forge where no rule needs more than every decision does. */
export const nothingMore: FactsWanted = {
  ...factsNeeded(readProgram([]).model),
  programFolder: 'compliance',
}

/** The same about a deployment. */
export const nothingOfRules: DeploymentWanted = {
  checks: false,
  environmentStates: false,
  permissions: false,
  githubTeams: [],
}

/** What the gate asks for in a workflow, and `contents: read` that every checkout has. */
export const gatePermissions = {
  contents: 'read',
  pull_requests: 'read',
  statuses: 'write',
  checks: 'read',
  deployments: 'read',
  actions: 'read',
} as const

/** The adapter on the stand-in, with waits of milliseconds. A server of one's own has its interface below a folder. */
export function forgeOn(
  github: FakeGitHub,
  { token = github.token({ permissions: gatePermissions }), ...limits }: { token?: string } & Partial<ForgeLimits> = {},
): Forge & PullConversation & Proposals {
  return octokitForge({
    baseUrl: github.world.contract.name === 'api.github.com' ? github.url : `${github.url}/api/v3`,
    token,
    userAgent: 'countersign-test',
    clock: { now: () => Date.parse(collectedAt) },
    limits: { secondMs: 1, ...limits },
  })
}

/** Faults of a snapshot against the published schema; empty where it is kept. */
export function schemaFaults(facts: unknown): readonly string[] {
  return validFacts(facts)
    ? []
    : (validFacts.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}
