import { compareDecisions, type DecisionChanges } from '../gate/compare-decisions.ts'
import { type SimulatedStep, simulate } from '../gate/simulate.ts'
import type { SimulatedRole, SimulationEvent } from '../gate/simulation-event.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { readProgram } from '../read/read-program.ts'
import { type JudgedPullRequest, judgePullRequest } from './judge-pull-request.ts'

export interface SimulatedPullRequest {
  readonly before: JudgedPullRequest
  readonly after: JudgedPullRequest
  readonly steps: readonly SimulatedStep[]
  readonly notes: readonly string[]
  readonly changes: DecisionChanges
}

/**
 * Decides once more after what might happen, by the same rules. Nothing is asked, posted or written.
 * @throws Refusal where an event cannot happen
 */
export function simulatePullRequest(
  before: JudgedPullRequest,
  events: readonly SimulationEvent[],
  permission: SimulatedRole | undefined,
): SimulatedPullRequest {
  const { model } = readProgram(before.source.files)
  const simulation = simulate(before.facts, events, model, permission)
  if (!simulation.ok) {
    throw new Refusal(exitStatus.usage, capital(simulation.why), 'Change the events; they happen in the order written.')
  }
  const after = judgePullRequest(simulation.facts, before.source)
  const { steps, notes } = simulation
  return { before, after, steps, notes, changes: compareDecisions(before.decision, after.decision) }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
